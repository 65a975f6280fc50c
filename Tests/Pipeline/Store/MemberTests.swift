import Kafka
import Kit
import Postgres
import Testing

@testable import Machines
@testable import Pipeline
@testable import ServiceKit

@Suite(.timeLimit(.minutes(1)))
struct `A member` {
    private let partition = Partition(topic: "in", number: 3)

    @Test func `is ready once it has nothing to write any more, however often it failed before`() async throws {
        try await Playground.lending { playground in
            let pool = try Playground.pool(on: playground.database, session: ["lock_timeout": "50ms"])
            defer { pool.close() }
            let store = playground.store().on(pool)
            let (health, log) = (HealthRegistry(), Logger(label: "test"))
            let member = Member(store: store, part: "intake", health: health, roundLimit: .seconds(60), log: log)
            _ = try await member.assigned([self.partition.topicPartition])
            let arrival = KafkaArrival(Batch(ends: [self.partition.topicPartition: 5]), [String]())

            try await playground.database.connected(schema: "notification") { connection in
                try await connection.run("BEGIN")
                // Somebody else takes the partition over, and is slow.
                try await connection.run("UPDATE position SET epoch = epoch + 1")
                async let taking: Void = member.take(arrival, under: member.assignment)
                let isRed = try await eventually { health.readiness(.faults).text.contains("could not be written") }
                try await connection.run("COMMIT")
                try await taking
                #expect(isRed)
            }
            _ = try await member.assigned([])

            #expect(health.isReady, "\(health.readiness(.faults).text)")
        }
    }
}

extension IntakeStore {
    /// The same with other connections.
    fileprivate func on(_ pool: Pool) -> Self {
        Self(
            pool: pool, clock: self.clock, handler: self.handler, cluster: self.cluster, owner: self.owner,
            schemaVersion: self.schemaVersion, written: self.written, due: self.due, log: self.log)
    }
}
