import Domain
import Kafka
import Kit
import Messages
import Postgres
import Schemas
import ServiceKit

@testable import Pipeline

/// The notification schema as a playground for the loop: a handler that keeps each record's key and value.
struct Playground: Sendable {
    let database: ScratchDatabase
    let pool: Pool
    let clock = ManualClock(1_620_000_000_000_000)

    static func lending<Value>(_ body: (Playground) async throws -> Value) async throws -> Value {
        try await ScratchDatabase.lending { database in
            let pool = try Self.pool(on: database)
            defer { pool.close() }
            return try await body(Playground(database: database, pool: pool))
        }
    }

    /// Connections as the service that the playground is.
    static func pool(on database: ScratchDatabase, session: [String: String] = [:]) throws -> Pool {
        try Self.pool(at: database.url(as: Self.role), session: session)
    }

    /// The role of the service that the playground is.
    static let role = "guoying_notification"

    /// Connections as that service to the database at an address of one's own.
    static func pool(at url: String, session: [String: String] = [:]) throws -> Pool {
        var settings = try DatabaseSettings(url)
        settings.serve("notification")
        settings.session.merge(session) { $1 }
        return Pool(settings, limit: 6)
    }

    func store(
        owner: String = "a", cluster: String = "c1", handler: Keeper = Keeper()
    ) -> IntakeStore<Keeper> {
        IntakeStore(
            pool: self.pool, clock: self.clock, handler: handler, cluster: cluster, owner: owner,
            schemaVersion: Database.notification.version, written: Bell(), due: Bell(),
            log: Logger(label: "test"))
    }

    /// Runs a transaction as the loop would.
    func transaction<Value>(_ body: (Transaction) async throws -> Value) async throws -> Value {
        try await self.pool.withConnection { connection in
            try await connection.transaction { connection in
                try await body(
                    Transaction(
                        connection: connection, now: Instant(microseconds: self.clock.now()), limits: JournalLimits()))
            }
        }
    }
}

/// Keeps each record as an alert of the name of its value; refuses what says so, and does not come back from `hang`.
struct Keeper: IntakeHandler {
    /// Where the entries go.
    var topic = "out"
    /// Rung where it does not come back.
    var hung = Bell()

    func prepare(_ records: RecordBatch) async throws -> [String] {
        records.map { String(decoding: $0.valueBytes ?? [], as: UTF8.self) }
    }

    func handle(
        _ work: IntakeWork<[String]>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition] {
        var dispositions: [Disposition] = []
        var entries: [JournalEntry] = []
        for index in work.indexes {
            let text = work.prepared[index]
            if text == "hang" {
                self.hung.ring()
                try await Task.sleep(for: .seconds(3_600))
            }
            if work.isCondemned {
                dispositions.append(.refused)
                continue
            }
            let rows = try await transaction.connection.run(
                """
                INSERT INTO notified (alert, version) VALUES (\(text), \(text == "poison" ? "x" : "1")::text::integer)
                ON CONFLICT DO NOTHING RETURNING alert
                """)
            dispositions.append(rows.isEmpty ? .duplicate : .applied)
            guard !rows.isEmpty else { continue }
            entries.append(
                JournalEntry(
                    topic: self.topic, lane: Lane.index(ofUnit: text), key: Array(text.utf8), type: "kept",
                    value: Array(text.utf8)))
        }
        _ = try await transaction.journal(entries)
        return dispositions
    }
}

extension JournalEntry {
    static func entry(_ text: String, lane: Int, topic: String = "out") -> JournalEntry {
        JournalEntry(topic: topic, lane: lane, key: Array(text.utf8), type: "said", value: Array(text.utf8))
    }
}
