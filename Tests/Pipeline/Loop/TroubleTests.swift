import Glibc
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline
@testable import ServiceKit

@Suite(.timeLimit(.minutes(3)))
struct `The loop in trouble` {
    private func texts(_ range: Range<Int>) -> [String] { range.map { "text-\($0)" } }

    /// Runs `body` while nobody else can write to a table.
    private func locking<Value>(
        _ table: String, on loop: Loop, _ body: () async throws -> Value
    ) async throws -> Value {
        try await loop.database.connected(schema: "notification") { connection in
            try await connection.run("BEGIN")
            try await connection.run("LOCK TABLE \(identifier: table) IN EXCLUSIVE MODE")
            let value = try await body()
            try await connection.run("ROLLBACK")
            return value
        }
    }

    @Test func `takes its partitions over as soon as the database lets it`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            try await loop.send(self.texts(0..<60))
            let process = try await self.locking("position", on: loop) {
                let process = try await LoopProcess("a", on: loop, session: ["lock_timeout": "100ms"])
                #expect(try await eventually { !process.health.isReady })
                #expect(
                    try await eventually(within: .seconds(30)) {
                        process.faults.contains("cannot take partitions over")
                    })
                return process
            }

            try await loop.expectKept(60)

            #expect(process.health.isReady)
            #expect(await process.stop().isClean)
        }
    }

    @Test func `is not ready while no broker can be reached`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            let process = try await LoopProcess("a", on: loop)
            try await loop.send(self.texts(0..<6))
            try await loop.expectKept(6)
            #expect(process.health.isReady)

            loop.broker.kill()

            let isToldSo = try await eventually { process.faults.contains("no broker can be reached") }
            #expect(isToldSo, "\(process.faults)")
            #expect(await process.stop().isClean)
        }
    }

    @Test func `stops in time while the database takes nothing, and loses nothing by it`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            let session = ["lock_timeout": "100ms"]
            try await loop.send(self.texts(0..<60))
            let end = try await self.locking("notified", on: loop) {
                let process = try await LoopProcess("a", on: loop, session: session)
                #expect(
                    try await eventually(within: .seconds(30)) {
                        process.faults.contains("could not be written")
                    })
                return await process.stop()
            }
            let heir = try await LoopProcess("b", on: loop, session: session)
            try await loop.expectKept(60)
            _ = await heir.stop()

            #expect(end.isClean)
            #expect(end.time < .seconds(4))
            #expect(try await loop.tally() == [.applied: 60, .duplicate: 0, .refused: 0, .parked: 0])
        }
    }

    @Test func `loses and doubles nothing when the answer to a commit is lost, before or after it took effect`()
        async throws
    {
        try await Loop.lending(on: .embedded) { loop in
            let url = loop.database.url(as: Playground.role)
            try await CommitCutter.lending(to: url, cutting: [.request, .answer, .request]) { cutter in
                try await loop.send(self.texts(0..<60))
                let process = try await LoopProcess("a", on: loop, intakeURL: cutter.url)
                try await loop.expectKept(60)
                // Whatever the cuts met so far, the third meets this one at the latest.
                try await loop.send(self.texts(60..<90))
                try await loop.expectKept(90)
                let isReady = try await eventually { process.health.isReady }
                let end = await process.stop()

                #expect(cutter.rest.isEmpty)
                #expect(isReady, "\(process.faults)")
                #expect(end.isClean)
                #expect(try await loop.tally() == [.applied: 90, .duplicate: 0, .refused: 0, .parked: 0])
                try await loop.expectPublishedInOrder()
            }
        }
    }

    @Test func `stops in time while the broker is away, and keeps the lease until then`() async throws {
        try await Playground.lending { playground in
            try await playground.transaction { _ = try await $0.journal([.entry("waits", lane: 3)]) }
            let (health, log) = (HealthRegistry(), Logger(label: "test"))
            let settings = Settings(["bootstrap.servers": "127.0.0.1:1"])
            let store = RelayStore(
                pool: playground.pool, cluster: "c1", holder: "a", leaseTime: .milliseconds(600))
            let relay = Relay(
                store: store, producer: try Producer(settings: settings), admin: Admin(settings: settings),
                service: "notification", bell: Bell(), health: health, log: log)
            let (signals, stop) = AsyncStream.makeStream(of: Int32.self)
            let group = ServiceGroup([relay], logger: log, patience: .seconds(20), signals: signals, exit: { _ in })
            let running = Task { try await group.run() }

            // Asking the broker takes longer than the lease lasts.
            var other = store
            other.holder = "b"
            var takings = 0
            let isRed = try await eventually {
                if try await playground.database.count("SELECT count(*) FROM notification.lease") > 0 {
                    takings += try await other.lease() == nil ? 0 : 1
                }
                return health.readiness(.faults).text.contains("does not acknowledge")
            }
            let start = ContinuousClock.now
            stop.yield(SIGTERM)
            try await running.value
            let time = ContinuousClock.now - start

            #expect(isRed)
            #expect(takings == 0)
            #expect(time < .seconds(5))
            // Given back, or at the latest when it expires.
            #expect(try await eventually { try await other.lease() != nil })
        }
    }

    @Test func `looks once more for what was committed last when it is asked to stop while it sends`() async throws {
        try await Playground.lending { playground in
            try await TestBroker.embedded.lending { broker in
                let (bell, log) = (Bell(), Logger(label: "test"))
                let topic = broker.topics.notificationJournal
                func commit(_ text: String) async throws {
                    try await playground.transaction {
                        _ = try await $0.journal([.entry(text, lane: 3, topic: topic.name)])
                    }
                    bell.ring()
                }
                let relay = Relay(
                    store: RelayStore(pool: playground.pool, cluster: "c1", holder: "a"),
                    producer: try Producer(settings: broker.settings), admin: Admin(settings: broker.settings),
                    service: "notification", bell: bell, health: HealthRegistry(), log: log)
                let (signals, stop) = AsyncStream.makeStream(of: Int32.self)
                let group = ServiceGroup([relay], logger: log, patience: .seconds(20), signals: signals, exit: { _ in })
                try await commit("first")
                let running = Task { try await group.run() }
                _ = try await eventually { try await broker.records(of: topic).count == 1 }

                broker.pause()
                let start = try await playground.database.run("SELECT clock_timestamp()::text AS now")[0]
                    .decode("now", as: String.self)
                try await commit("second")
                let hasRead = try await eventually {
                    try await playground.database.count(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE query LIKE '%FROM journal%' AND pid <> pg_backend_pid() AND state = 'idle'
                            AND query_start > \(start)::timestamptz
                        """) > 0
                }
                try await commit("third")
                stop.yield(SIGTERM)
                broker.resume()
                try await running.value

                #expect(hasRead)
                let texts = try await broker.records(of: topic).map {
                    String(decoding: $0.valueBytes ?? [], as: UTF8.self)
                }
                #expect(texts == ["first", "second", "third"])
            }
        }
    }
}
