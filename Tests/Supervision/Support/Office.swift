import Domain
import Facts
import Kafka
import Kit
import Messages
import Packs
import Postgres
import Schemas
import ServiceKit

@testable import Pipeline
@testable import Supervision

/// Supervision's loop without a broker: the owners write facts as they do, their journals are handed over as records,
/// and the due queue is drained when a test says so.
struct Office: Sendable {
    static let cluster = "c1"

    let database: ScratchDatabase
    let clock = ManualClock(at("2021-04-10T09:00:00+08:00").microseconds)
    let topics = Topics()
    let owners: Owners
    let pool: Pool
    let handler: SupervisionHandler
    let gate = Gate()
    let judging: JudgeHandler
    let asking: SourceHandler
    let fanOut: FanOutHandler

    /// Lends an office that measures by the pack of the checkout, with committee `c`, general branch `g`, branch `b-1`
    /// and a source that reports theme days for all of them.
    static func lending<Value>(
        goLive: Day = day("2021-03-01"), pieceLimit: Int = 2_000, _ body: (Office) async throws -> Value
    ) async throws -> Value {
        try await ScratchDatabase.lending { database in
            let office = try Office(database, goLive: goLive, pieceLimit: pieceLimit)
            defer {
                office.pool.close()
                office.owners.close()
            }
            try await office.owners.foundCampus()
            return try await body(office)
        }
    }

    private init(_ database: ScratchDatabase, goLive: Day, pieceLimit: Int) throws {
        let judge = Judge(pack: try PackFolder(Installation.packs).pack("hbgyzy-2021"), goLive: goLive, topics: topics)
        self.database = database
        self.owners = try Owners(database, topics: self.topics, clock: self.clock)
        self.pool = try database.pool(of: "supervision")
        self.handler = SupervisionHandler(topics: self.topics, judge: judge, gate: self.gate)
        self.fanOut = FanOutHandler(gate: self.gate, pieceLimit: pieceLimit)
        self.judging = JudgeHandler(judge: judge, gate: self.gate)
        self.asking = SourceHandler(judge: judge, gate: self.gate)
    }

    /// Moves the business clock.
    func turn(to text: String) { self.clock.set(at(text).microseconds) }

    /// Runs a transaction as the loop would.
    func transaction<Value>(_ body: (Transaction) async throws -> Value) async throws -> Value {
        try await self.pool.transaction(self.clock, body)
    }

    /// Drains the due queue of what may be looked at now, and opens the gate for it as its keeper does.
    func drain() async throws {
        repeat { try await self.drainUpToTheGate() } while try await self.openGate().isEmpty
    }

    /// Drains the due queue of what the gate is open for.
    func drainUpToTheGate() async throws {
        let store = DueStore(pool: self.pool, clock: self.clock)
        while true {
            let expanded = try await store.drain(self.fanOut, limit: self.fanOut.batchLimit)
            let judged = try await store.drain(self.judging, limit: self.judging.batchLimit)
            let asked = try await store.drain(self.asking, limit: self.asking.batchLimit)
            if expanded + judged + asked == 0 { return }
        }
    }

    /// Opens the gate where something waits and nothing is missing of what had been sent.
    /// - Returns: what is missing; that nothing waits, where that is so.
    func openGate(sent: [TopicPartition: PartitionEnds] = [:]) async throws -> Backlog {
        let now = Instant(microseconds: self.clock.now())
        return try await self.pool.withConnection { connection in
            guard try await DueTable.isWaiting(after: self.gate.opened, upTo: now, on: connection) else {
                return Backlog(parts: ["anything that waits"])
            }
            let intake = IntakeWatch(cluster: Self.cluster, topics: self.topics, sent: sent)
            var opening = Opening(upTo: now, intake: intake, topics: self.topics)
            let missing = try await opening.backlog(on: connection) { _ in [:] }
            if missing.isEmpty { self.gate.open(upTo: now) }
            return missing
        }
    }

    /// Takes in all that the owners have published, then drains the due queue.
    func settle() async throws {
        try await self.takeIn()
        try await self.drain()
    }

    /// Takes in what the owners have published since it was last taken in.
    @discardableResult func takeIn() async throws -> [Disposition] {
        let records = try await self.owners.newRecords(for: Self.cluster)
        return try await self.takeIn(records)
    }

    /// Takes in records as one batch.
    @discardableResult func takeIn(_ records: [OutgoingRecord]) async throws -> [Disposition] {
        guard !records.isEmpty else { return [] }
        let batch = RecordBatch(
            records.enumerated().map { offset, record in
                (TopicPartition(topic: record.topic, partition: record.partition ?? 0), Int64(offset), record)
            })
        let prepared = try await self.handler.prepare(batch)
        return try await self.transaction { transaction in
            let work = IntakeWork(
                records: batch, prepared: prepared, indexes: Array(batch.indices), isCondemned: false,
                accepted: transaction.now, cluster: Self.cluster)
            let known = try await transaction.connection.pipeline(self.handler.probe(work))
            return try await self.handler.handle(work, known: known, in: transaction)
        }
    }
}

extension ScratchDatabase {
    /// Connections as a service's own role, in its own schema.
    func pool(of service: String) throws -> Pool {
        var settings = try DatabaseSettings(self.url(as: "guoying_\(service)"))
        settings.serve(service)
        return Pool(settings, limit: 4)
    }
}

extension Pool {
    /// Runs a transaction as the loop of a service would.
    func transaction<Value>(
        _ clock: any BusinessClock, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        try await self.withConnection { connection in
            try await connection.transaction { connection in
                try await body(
                    Transaction(
                        connection: connection, now: Instant(microseconds: clock.now()), limits: JournalLimits()))
            }
        }
    }
}

/// A day of the calendar.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
    return day
}

/// A day's first instant, or an instant.
func at(_ text: String) -> Instant {
    guard let instant = Day(text)?.start ?? Instant(text) else { preconditionFailure("\(text) is no instant") }
    return instant
}
