internal import Domain
internal import Postgres

/// The machine's clock as all processes share it: the database's. Deliveries, pauses and leases go by it.
enum MachineTime {
    /// Asks when the transaction began.
    static let question: SQL = "SELECT now() AS now"

    /// When the transaction that is open on `connection` began.
    static func now(on connection: Connection) async throws -> Instant {
        try Self.read(await connection.run(Self.question))
    }

    /// Reads what `question` answered.
    static func read(_ rows: Rows) throws -> Instant { try Instant(rows[0].decode("now", as: Timestamp.self)) }
}

extension Instant {
    /// The instant that a column holds.
    init(_ timestamp: Timestamp) { self.init(microseconds: timestamp.microseconds) }

    /// The instant as a column holds it.
    var timestamp: Timestamp { Timestamp(microseconds: self.microseconds) }
}
