internal import Domain
internal import Pipeline
internal import Postgres

/// SQL of messages on their way.
///
/// Whoever enters, leases or ends a message of a recipient and a unit first locks or takes the row of the due queue
/// that stands for both, and so is alone with them until COMMIT.
enum DeliveryTable {
    /// Enters messages behind those that wait, and has them looked at.
    static func enter(
        _ deliveries: [(recipient: RecipientName, message: OutgoingMessage)], at now: Instant,
        in transaction: Transaction
    ) async throws {
        guard !deliveries.isEmpty else { return }
        // Before the messages are numbered, so that the order of numbers is the order of commits.
        try await transaction.schedule(
            deliveries.map { DeliveryKey(recipient: $0.recipient, unit: $0.message.unit).item(at: now) })
        try await transaction.connection.queue([
            """
            INSERT INTO delivery (recipient, unit, alert, version, body)
            SELECT recipient, unit, alert, version, body
            FROM unnest(\(deliveries.map(\.recipient.rawValue)), \(deliveries.map(\.message.unit)),
                \(deliveries.map(\.message.alert)), \(deliveries.map(\.message.version)),
                \(deliveries.map(\.message.body))) WITH ORDINALITY
                AS new (recipient, unit, alert, version, body, place)
            ORDER BY place
            """
        ])
    }

    /// The oldest message for each key, where there is one.
    static func heads(of keys: [DeliveryKey], on connection: Connection) async throws -> [DeliveryKey: Delivery] {
        let rows = try await connection.run(
            """
            SELECT head.* FROM unnest(\(keys.map(\.recipient.rawValue)), \(keys.map(\.unit))) AS asked (recipient, unit)
            CROSS JOIN LATERAL (
                SELECT recipient, unit, number, alert, version, body, entered, attempts, under_way, not_before
                FROM delivery WHERE delivery.recipient = asked.recipient AND delivery.unit = asked.unit
                ORDER BY number LIMIT 1) AS head
            """)
        let heads = try rows.map { try Delivery($0) }
        return Dictionary(heads.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Stores that attempts have begun, which nobody else may make before their leases end.
    static func lease(_ deliveries: [Delivery], on connection: Connection) async throws {
        guard !deliveries.isEmpty else { return }
        try await connection.queue([
            """
            UPDATE delivery SET attempts = new.attempts, under_way = true, not_before = new.not_before
            FROM unnest(\(deliveries.map(\.key.recipient.rawValue)), \(deliveries.map(\.key.unit)),
                \(deliveries.map(\.number)), \(deliveries.map { Int32($0.attempts) }),
                \(deliveries.map(\.notBefore.timestamp))) AS new (recipient, unit, number, attempts, not_before)
            WHERE delivery.recipient = new.recipient AND delivery.unit = new.unit AND delivery.number = new.number
            """
        ])
    }

    /// Ends an attempt: with `next` the message waits until then, without it is gone.
    /// - Returns: false where the attempt is not under way any more, because its lease ended and somebody else took on.
    static func end(_ delivery: Delivery, next: Instant?, on connection: Connection) async throws -> Bool {
        let isMeant: SQL = """
            recipient = \(delivery.key.recipient.rawValue) AND unit = \(delivery.key.unit)
                AND number = \(delivery.number) AND attempts = \(Int32(delivery.attempts)) AND under_way
            """
        guard let next else { return try await connection.run("DELETE FROM delivery WHERE \(isMeant)").affected == 1 }
        return try await connection.run(
            "UPDATE delivery SET under_way = false, not_before = \(next.timestamp) WHERE \(isMeant)"
        ).affected == 1
    }
}
