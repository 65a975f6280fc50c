import Domain
import Kafka
import Kit
import Machines
import Postgres
import Testing

@testable import Pipeline
@testable import ServiceKit

@Suite(.timeLimit(.minutes(2)))
struct `A loop that stands still` {
    /// Does not come back from what becomes due.
    private struct Sleeper: DueHandler {
        let what = "sleep"
        let hung: Bell

        func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
            self.hung.ring()
            try await Task.sleep(for: .seconds(3_600))
            return items.map { _ in .done }
        }
    }

    /// Moves the clock far on, and waits until every loop but `hung` has come round since.
    private func advance(_ process: LoopProcess, but hung: String? = nil) async throws {
        process.clock.advance(by: .seconds(3_600))
        let others: [String] = ["due queue", "intake", "relay"].filter { $0 != hung }
        let haveComeRound = try await eventually {
            others.allSatisfy { loop in process.liveness.contains("[+]\(loop) ok") }
        }
        #expect(haveComeRound, "\(process.liveness)")
    }

    @Test func `is told by /livez when a batch never ends, and not while there is nothing to do`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            let process = try await LoopProcess("a", on: loop)
            try await loop.send(["fine"])
            try await loop.expectKept(1)
            try await self.advance(process)
            #expect(process.health.isAlive)

            try await loop.send(["hang"])
            await process.hung.wait(atMost: .seconds(30))
            try await self.advance(process, but: "intake")

            #expect(!process.health.isAlive)
            #expect(process.liveness.contains("[-]intake has not come round for 3600 s: start this process again"))
            await process.cancel()
        }
    }

    @Test func `is not taken for one that works by asking for more while a batch is in hand`() async throws {
        try await Playground.lending { playground in
            let clock = ManualClock(0)
            let (health, hung) = (HealthRegistry { clock.now() }, Bell())
            let member = Member(
                store: playground.store(handler: Keeper(hung: hung)), part: "intake", health: health,
                roundLimit: .seconds(60), log: Logger(label: "test"))
            let partition = TopicPartition(topic: "in", partition: 0)
            _ = try await member.assigned([partition])
            let record = OutgoingRecord(topic: partition.topic, value: Array("hang".utf8))
            let batch = Batch(records: RecordBatch([(partition: partition, offset: 0, record: record)]))
            let taking = Task { try await member.take(KafkaArrival(batch, ["hang"]), under: await member.assignment) }
            await hung.wait(atMost: .seconds(30))

            await member.comeRound()
            let isAliveAtFirst = health.isAlive
            clock.advance(by: .seconds(61))
            await member.comeRound()

            #expect(isAliveAtFirst)
            #expect(!health.isAlive)
            taking.cancel()
            _ = try? await taking.value
        }
    }

    @Test func `is told by /livez when what is due never ends`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            let hung = Bell()
            let process = try await LoopProcess("a", on: loop, dueHandlers: [Sleeper(hung: hung)])
            let now = Instant(microseconds: loop.playground.clock.now())
            try await loop.playground.transaction { transaction in
                try await transaction.schedule([DueItem(what: "sleep", key: "k", at: now, clock: .business)])
            }
            await hung.wait(atMost: .seconds(30))
            try await self.advance(process, but: "due queue")

            #expect(process.liveness.contains("[-]due queue has not come round for 3600 s"))
            await process.cancel()
        }
    }

    @Test func `is not one that waits for the database`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            try await loop.send(["waits"])
            try await loop.database.connected(schema: "notification") { connection in
                try await connection.run("BEGIN")
                try await connection.run("LOCK TABLE notified IN EXCLUSIVE MODE")
                let process = try await LoopProcess("a", on: loop, session: ["lock_timeout": "100ms"])
                let isRed = try await eventually { process.faults.contains("could not be written") }
                try await self.advance(process)

                #expect(isRed)
                #expect(process.health.isAlive)
                await process.cancel()
            }
        }
    }
}
