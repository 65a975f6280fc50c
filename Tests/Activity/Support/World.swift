import Domain
import Kafka
import Kit
import Messages
import Postgres
import Schemas
import ServiceKit
import Synchronization
import Testing

@testable import Activity
@testable import Machines
@testable import Pipeline

/// The service's handler on a database of its own, with the loop's own store and a clock that stands still.
final class World: Sendable {
    let database: ScratchDatabase
    let pool: Pool
    /// 2021-05-03T00:00:00Z.
    let clock = ManualClock(1_620_000_000_000_000)
    let topics = Topics()
    let cluster: String
    let handler: ActivityIntake

    private final class Ends: Sendable {
        private let ends = Mutex<[Int64]>([])

        var value: [Int64] {
            get { self.ends.withLock { $0 } }
            set { self.ends.withLock { $0 = newValue } }
        }
    }

    /// Something that a batch came to that no test wanted.
    struct Unwritten: Error {
        let outcome: String
    }

    static func lending<Value>(
        intake: IntakeTopics? = nil, units: [String] = ["b-0103"], _ body: (World) async throws -> Value
    ) async throws -> Value {
        try await ScratchDatabase.lending { database in
            var settings = try DatabaseSettings(database.url(as: "guoying_activity"))
            settings.serve("activity")
            let pool = Pool(settings, limit: 6)
            defer { pool.close() }
            let world = World(database: database, pool: pool, cluster: "c1", intake: intake)
            for unit in units { try await world.register(unit) }
            return try await body(world)
        }
    }

    init(database: ScratchDatabase, pool: Pool, cluster: String, intake: IntakeTopics?) {
        self.database = database
        self.pool = pool
        self.cluster = cluster
        let ends = Ends()
        self.handler = ActivityIntake(
            topics: Topics(), intake: intake ?? IntakeTopics(Topics().activityIntake), cluster: cluster,
            ends: { _ in ends.value })
        self.ends = ends
    }

    private let ends: Ends

    /// The broker's answer from now on when it is asked how far the intake topic goes.
    func setEnds(_ ends: Int64...) { self.ends.value = ends }

    var now: Instant { Instant(microseconds: self.clock.now()) }

    /// Registers a unit, as the registry does; nobody is told yet.
    func register(_ unit: String, below parent: String? = nil) async throws {
        _ = try await self.database.run(
            """
            INSERT INTO registry.unit (code, valid_from, name, kind, parent, recorded, accepted, position)
            VALUES (\(unit), '2021-01-01', \(unit), 'branch', \(parent), '2021-01-01', '2021-01-01', 1)
            """)
    }

    /// Takes in what the registry says of a unit.
    func hearOf(_ unit: String) async throws {
        try await self.take(
            [OutgoingRecord(topic: self.topics.registryJournal.name, key: Array(unit.utf8), value: Array("{}".utf8))])
    }

    /// Takes events in as one batch of one partition.
    func take(_ events: SampleEvent..., partition: Int32 = 0) async throws {
        try await self.take(events.map { $0.record() }, partition: partition)
    }

    /// Takes records in as one batch of one partition, in the loop's own transaction.
    func take(_ records: [OutgoingRecord], partition number: Int32 = 0) async throws {
        let partition = Kafka.TopicPartition(
            topic: records.first?.topic ?? self.topics.activityIntake.name, partition: number)
        let store = self.store
        let claim = try await store.claim([Partition(partition)])[0]
        let arrival = try await self.arrival(records, of: partition, from: claim.position)
        let advance = Advance(
            partition: claim.partition, epoch: claim.epoch, from: claim.position,
            to: claim.position + Int64(records.count), landmark: nil)
        let write = Write(
            records: arrival, indexes: Array(records.indices), advances: [advance], isCondemned: false)
        var outcome = await store.write(write)
        // Whoever raced is met by the next attempt.
        if case .raced = outcome { outcome = await store.write(write) }
        guard case .committed = outcome else { throw Unwritten(outcome: "\(outcome)") }
    }

    /// What the loop hands to the handler.
    func work(
        _ records: [OutgoingRecord], condemned: Bool = false
    ) async throws -> IntakeWork<Arrivals> {
        let partition = Kafka.TopicPartition(
            topic: records.first?.topic ?? self.topics.activityIntake.name, partition: 5)
        let arrival = try await self.arrival(records, of: partition, from: 0)
        return IntakeWork(
            records: arrival.batch.records, prepared: arrival.prepared, indexes: Array(records.indices),
            isCondemned: condemned, accepted: self.now, cluster: self.cluster)
    }

    private func arrival(
        _ records: [OutgoingRecord], of partition: Kafka.TopicPartition, from position: Int64
    ) async throws -> KafkaArrival<Arrivals> {
        let batch = RecordBatch(
            records.enumerated().map { (partition: partition, offset: position + Int64($0.offset), record: $0.element) }
        )
        return KafkaArrival(Batch(records: batch), try await self.handler.prepare(batch))
    }

    var store: IntakeStore<ActivityIntake> {
        IntakeStore(
            pool: self.pool, clock: self.clock, handler: self.handler, cluster: self.cluster, owner: "test",
            schemaVersion: Database.activity.version, written: Bell(), due: Bell(),
            log: Logger(label: "test"))
    }

    /// Looks at what is due, until nothing more is.
    @discardableResult func drain(limits: ParkingLimits = ParkingLimits(), rounds: Int = 20) async throws -> Int {
        let handlers: [any DueHandler] = [
            WatermarkHandler(cluster: self.cluster, journal: self.topics.activityJournal),
            ReleaseHandler(topics: self.topics), ParkingLimitHandler(topics: self.topics, limits: limits),
            DisclosureHandler(), QualityHandler(topics: self.topics),
        ]
        let store = DueStore(pool: self.pool, clock: self.clock)
        var taken = 0
        for _ in 0..<rounds {
            var inRound = 0
            for handler in handlers { inRound += try await store.drain(handler, limit: handler.batchLimit) }
            if inRound == 0 { break }
            taken += inRound
        }
        return taken
    }

    /// Runs a transaction outside of the loop and of the due queue.
    func transaction(_ body: (Transaction) async throws -> Void) async throws {
        try await self.pool.withConnection { connection in
            try await connection.transaction { connection in
                try await body(Transaction(connection: connection, now: self.now, limits: JournalLimits()))
            }
        }
    }

    /// Runs a transaction on a connection of its own, up to but without COMMIT, while `body` goes on.
    func holding<Value>(
        _ records: [OutgoingRecord], _ body: (_ commit: () async throws -> Void) async throws -> Value
    ) async throws -> Value {
        try await self.database.connected(as: "guoying_activity", schema: "activity") { connection in
            let work = try await self.work(records)
            let answers = try await connection.pipeline(["BEGIN"] + self.handler.probe(work))
            let transaction = Transaction(connection: connection, now: self.now, limits: JournalLimits())
            _ = try await self.handler.handle(work, known: Array(answers.dropFirst()), in: transaction)
            return try await body { try await connection.run("COMMIT") }
        }
    }

    /// Whether some session of this database waits for a lock.
    func isSomebodyWaiting() async throws -> Bool {
        try await self.database.count(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """) > 0
    }

    /// The balance of all that was taken in: taken, applied, duplicate, refused, parked.
    func balance() async throws -> [Int64] {
        let row = try await self.database.run("SELECT * FROM activity.intake_v1")[0]
        return try ["taken", "applied", "duplicate", "refused", "parked"].map { try row.decode($0, as: Int64.self) }
    }

    /// The texts that a query of one column answers with.
    func texts(_ sql: SQL) async throws -> [String] {
        try await self.database.run(sql).map { try $0.decode(0, as: String.self) }
    }
}
