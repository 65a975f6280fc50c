import Domain
import FoundationEssentials
import HTTP
import Kafka
import Kit
import Messages
import Postgres
import ServiceKit

@testable import Notification
@testable import Pipeline

/// The service on a real PostgreSQL, without a broker: records are handed to the handler, and the due queue runs.
struct Stage: Transactions {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    let database: ScratchDatabase
    let pool: Pool
    let recipients: [Recipient]
    let topics = Topics()
    let clock = ManualClock(1_620_000_000_000_000)
    let due = Bell()
    let metrics = MetricsRegistry()

    /// Lends a stage on a database of its own.
    static func lending<Value>(
        _ recipients: [Recipient] = [], _ body: (Stage) async throws -> Value
    ) async throws -> Value {
        try await ScratchDatabase.lending { database in
            var settings = try DatabaseSettings(database.url(as: "guoying_notification"))
            settings.serve("notification")
            let pool = Pool(settings, limit: 6)
            defer { pool.close() }
            return try await body(Stage(database: database, pool: pool, recipients: recipients))
        }
    }

    func transaction<Value>(_ body: (Transaction) async throws -> Value) async throws -> Value {
        let value = try await self.pool.withConnection { connection in
            try await connection.transaction { connection in
                try await body(
                    Transaction(
                        connection: connection, now: Instant(microseconds: self.clock.now()), limits: JournalLimits()))
            }
        }
        self.due.ring()
        return value
    }

    /// Takes records in as one batch, as the loop would.
    @discardableResult
    func takeIn(_ records: [OutgoingRecord], condemned: Bool = false) async throws -> [Disposition] {
        let handler = NotificationHandler(recipients: self.recipients, topics: self.topics)
        let batch = RecordBatch(
            records.enumerated().map { index, record in
                (TopicPartition(topic: record.topic, partition: 0), Int64(index), record)
            })
        let work = IntakeWork(
            records: batch, prepared: try await handler.prepare(batch), indexes: Array(batch.indices),
            isCondemned: condemned, accepted: Instant(microseconds: self.clock.now()), cluster: "c1")
        let dispositions = try await self.transaction { transaction in
            let known = try await transaction.connection.pipeline(handler.probe(work))
            return try await handler.handle(work, known: known, in: transaction)
        }
        await handler.committed(work)
        return dispositions
    }

    /// Takes alerts in as one batch.
    @discardableResult
    func takeIn(_ alerts: SampleAlert...) async throws -> [Disposition] {
        try await self.takeIn(alerts.map { $0.record(on: self.topics) })
    }

    /// Runs the due queue and the sender while `body` runs; then both end at once, as at a crash.
    func sending<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        try await self.sending { _ in try await body() }
    }

    /// The same, and lends the sender.
    func sending<Value: Sendable>(_ body: @Sendable (Sender) async throws -> Value) async throws -> Value {
        let sender = Sender(
            recipients: self.recipients, client: try Client(limits: Sender.clientLimits), topics: self.topics,
            transactions: self, due: self.due, metrics: self.metrics, log: Logger(label: "test"),
            policy: RetryPolicy(firstPauseSeconds: 0.05))
        let queue = DueQueue(
            store: DueStore(pool: self.pool, clock: self.clock),
            handlers: [DeliverHandler(sender: sender, topics: self.topics)], bell: self.due, written: Bell(),
            health: HealthRegistry(), log: Logger(label: "test"))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sender.run() }
            group.addTask { try await queue.run() }
            defer { group.cancelAll() }
            return try await body(sender)
        }
    }

    /// The values of the journal's entries of a type, in their order.
    func journal(_ type: String = "guoying.notification.attempted.v1") async throws -> [String] {
        try await self.texts(
            """
            SELECT convert_from(value, 'UTF8') FROM notification.journal WHERE type = \(type) ORDER BY lane, position
            """)
    }

    /// Waits until so many entries of a type are in the journal, and returns them.
    func journal(_ type: String = "guoying.notification.attempted.v1", reaches count: Int) async throws -> [String] {
        _ = try await eventually(within: .seconds(10)) { try await self.journal(type).count >= count }
        return try await self.journal(type)
    }

    /// The texts of a statement's one column, as the server's administrator reads them.
    func texts(_ sql: SQL) async throws -> [String] {
        try await self.database.run(sql).map { try $0.decode(0) }
    }

    /// Lets time pass for leases only.
    func endLeases() async throws {
        _ = try await self.database.run("UPDATE notification.delivery SET not_before = now() - interval '1 second'")
        _ = try await self.database.run("UPDATE notification.due SET at = now() - interval '1 second'")
        self.due.ring()
    }

    /// Makes all messages older.
    func enterEarlier(byDays days: Int32) async throws {
        _ = try await self.database.run(
            "UPDATE notification.delivery SET entered = now() - make_interval(days => \(days))")
    }

    /// The same with nobody configured.
    func without() -> Stage { Stage(database: self.database, pool: self.pool, recipients: []) }

    /// How many messages wait.
    func waiting() async throws -> Int64 {
        try await self.database.count("SELECT count(*) FROM notification.delivery")
    }
}

extension Recipient {
    /// Somebody with a server on this machine.
    static func webhook(
        _ url: String, name: String = "oa", match: AlertMatch = AlertMatch(), addresses: AddressPolicy = .any,
        deadline: Duration = .seconds(10)
    ) throws -> Recipient {
        guard let secret = WebhookSecret(Stage.secret) else { throw Unexpected(description: "no secret") }
        var webhook = Webhook(url: Secret(url), secret: secret, addresses: addresses)
        webhook.deadline = deadline
        return Recipient(name: name, match: match, channel: .webhook(webhook))
    }
}

/// Lends a folder that is removed afterwards.
func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "notification-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
