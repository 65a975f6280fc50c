import Domain
import Kafka
import Kit
import Postgres
import Schemas
import ServiceKit
import Testing

@testable import Machines
@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `The fence` {
    private let partition = Partition(topic: "in", number: 3)

    private func write(_ claim: Claim, to position: Int64) -> Write<KafkaArrival<[String]>> {
        let advance = Advance(
            partition: claim.partition, epoch: claim.epoch, from: claim.position, to: position, landmark: nil)
        let arrival = KafkaArrival(Batch(ends: [claim.partition.topicPartition: position]), [String]())
        return Write(records: arrival, indexes: [], advances: [advance], isCondemned: false)
    }

    @Test func `raises the epoch with every claim and keeps the position`() async throws {
        try await Playground.lending { playground in
            let store = playground.store()

            let first = try await store.claim([self.partition])
            let outcome = await store.write(self.write(first[0], to: 7))
            let second = try await store.claim([self.partition])

            #expect(first[0].epoch == 1 && first[0].position == 0)
            guard case .committed = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(second[0].epoch == 2 && second[0].position == 7)
        }
    }

    @Test func `stops a writer whose partition somebody else has claimed`() async throws {
        try await Playground.lending { playground in
            let stale = try await playground.store(owner: "zombie").claim([self.partition])[0]
            _ = try await playground.store(owner: "heir").claim([self.partition])

            let write = self.write(stale, to: 5)
            let outcome = await playground.store(owner: "zombie").write(write)

            #expect(outcome == .fenced(write.advances))
            let count = try await playground.database.count("SELECT position FROM notification.position")
            #expect(count == 0)
        }
    }

    @Test func `stops a writer that believes itself elsewhere than the row says`() async throws {
        try await Playground.lending { playground in
            let store = playground.store()
            let claim = try await store.claim([self.partition])[0]
            _ = await store.write(self.write(claim, to: 5))

            let write = self.write(claim, to: 6)
            let again = await store.write(write)

            #expect(again == .fenced(write.advances))
        }
    }

    @Test func `keeps positions apart for each cluster`() async throws {
        try await Playground.lending { playground in
            let store = playground.store(cluster: "old")
            _ = await store.write(self.write(try await store.claim([self.partition])[0], to: 9))

            let elsewhere = try await playground.store(cluster: "new").claim([self.partition])

            #expect(elsewhere[0].position == 0)
        }
    }

    @Test func `stops a program that is older than its schema`() async throws {
        try await Playground.lending { playground in
            let store = playground.store()
            let claim = try await store.claim([self.partition])[0]
            _ = try await playground.database.run(
                "INSERT INTO notification.schema_version (number, name, checksum) VALUES (99, 'newer', '')")

            let outcome = await store.write(self.write(claim, to: 1))

            #expect(outcome == .failed)
            let count = try await playground.database.count("SELECT position FROM notification.position")
            #expect(count == 0)
        }
    }

    @Test func `makes a claim wait for a transaction that holds the row, and lets it through when that is dead`()
        async throws
    {
        try await Playground.lending { playground in
            let store = playground.store()
            let claim = try await store.claim([self.partition])[0]
            try await playground.database.connected(as: "guoying_notification", schema: "notification") { zombie in
                try await zombie.run("BEGIN")
                try await zombie.run("SELECT FROM position FOR UPDATE")
                _ = try await playground.database.run("SELECT pg_terminate_backend(\(zombie.backendProcessID))")

                let heir = try await store.claim([self.partition])

                #expect(heir[0].epoch == claim.epoch + 1)
            }
        }
    }

    @Test func `ends the session of a writer that stands still in the middle of COPY`() async throws {
        try await Playground.lending { playground in
            let impatient = try Playground.pool(on: playground.database, session: ["lock_timeout": "100ms"])
            defer { impatient.close() }
            var store = IntakeStore(
                pool: impatient, clock: playground.clock, handler: Keeper(), cluster: "c1", owner: "heir",
                schemaVersion: Database.notification.version, written: Bell(), due: Bell(),
                log: Logger(label: "test"))
            store.stuckAfterSeconds = 0.2
            let claim = try await store.claim([self.partition])[0]

            try await playground.database.connected(as: "guoying_notification", schema: "notification") { zombie in
                try await zombie.run("BEGIN")
                try await zombie.run("SELECT FROM position FOR UPDATE")
                _ = try? await zombie.copy(into: "COPY notified (alert, version) FROM STDIN (FORMAT binary)") { _ in
                    let isTaken = try await eventually {
                        (try? await store.claim([self.partition]))?.first?.epoch == claim.epoch + 1
                    }
                    #expect(isTaken)
                }
            }
        }
    }

    /// Writes an entry that no broker would take, unless the record is condemned.
    private struct Boaster: IntakeHandler {
        func prepare(_ records: RecordBatch) async throws -> [String] { records.map { _ in "" } }

        func handle(
            _ work: IntakeWork<[String]>, known: [Rows], in transaction: Transaction
        ) async throws -> [Disposition] {
            guard !work.isCondemned else { return [.refused] }
            let value = [UInt8](repeating: 0x20, count: 1_000_000)
            _ = try await transaction.journal([
                JournalEntry(topic: "out", lane: 0, key: nil, type: "said", value: value)
            ])
            return [.applied]
        }
    }

    /// Puts an item into the due queue, so many microseconds from now.
    private struct Scheduler: IntakeHandler {
        let delay: Int64

        func prepare(_ records: RecordBatch) async throws -> [String] { [] }
        func handle(
            _ work: IntakeWork<[String]>, known: [Rows], in transaction: Transaction
        ) async throws -> [Disposition] {
            let at = Instant(microseconds: transaction.now.microseconds + self.delay)
            try await transaction.schedule([DueItem(what: "sleep", key: "k", at: at, clock: .business)])
            return [.applied]
        }
    }

    @Test(arguments: [(Int64(0), true), (3_600_000_000, false)])
    func `rings for the due queue only where something may be due`(delay: Int64, rings: Bool) async throws {
        try await Playground.lending { playground in
            let due = Bell()
            let store = IntakeStore(
                pool: playground.pool, clock: playground.clock, handler: Scheduler(delay: delay), cluster: "c1",
                owner: "a", schemaVersion: Database.notification.version, written: Bell(), due: due,
                log: Logger(label: "test"))
            let claim = try await store.claim([self.partition])[0]
            let record = OutgoingRecord(topic: "in", value: [])
            let batch = Batch(records: RecordBatch([(self.partition.topicPartition, 0, record)]))
            let advance = Advance(partition: self.partition, epoch: claim.epoch, from: 0, to: 1, landmark: nil)

            let outcome = await store.write(
                Write(records: KafkaArrival(batch, []), indexes: [0], advances: [advance], isCondemned: false))

            #expect(outcome == .committed([advance]))
            #expect(await due.wait(atMost: .zero) == rings)
        }
    }

    @Test func `condemns a record whose entry no broker would take`() async throws {
        try await Playground.lending { playground in
            let store = IntakeStore(
                pool: playground.pool, clock: playground.clock, handler: Boaster(), cluster: "c1", owner: "a",
                schemaVersion: Database.notification.version, written: Bell(), due: Bell(),
                log: Logger(label: "test"))
            let claim = try await store.claim([self.partition])[0]
            let record = OutgoingRecord(topic: "in", value: [])
            let batch = Batch(records: RecordBatch([(self.partition.topicPartition, 0, record)]))
            let arrival = KafkaArrival(batch, [""])
            let advance = Advance(
                partition: self.partition, epoch: claim.epoch, from: 0, to: 1, landmark: nil)

            let alone = await store.write(
                Write(records: arrival, indexes: [0], advances: [advance], isCondemned: false))
            let condemned = await store.write(
                Write(records: arrival, indexes: [0], advances: [advance], isCondemned: true))

            #expect(alone == .refused)
            #expect(condemned == .committed([advance]))
        }
    }
}
