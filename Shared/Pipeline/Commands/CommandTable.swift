internal import Crypto
public import Messages
public import Postgres

/// Commands that were taken, by what identifies them for ever.
public enum CommandTable {
    /// Asks what is known of commands: which were taken, and which have had an answer. `CommandLedger` reads it.
    public static func questions<Body>(about commands: [IncomingCommand<Body>]) -> [SQL] {
        let identities = commands.compactMap(\.message?.identity)
        let unread = commands.filter { $0.message == nil }.compactMap(\.id)
        return [
            "SELECT identity, content FROM command WHERE identity = ANY(\(identities))",
            "SELECT DISTINCT cause FROM journal WHERE cause = ANY(\(unread))",
        ]
    }

    /// Keeps others from answering the same unreadable commands until COMMIT; to be run before `questions`, where a
    /// service has several writers. A command that can be read is guarded by its identity.
    public static func lock<Body>(_ commands: [IncomingCommand<Body>]) -> SQL {
        let unread = Set(commands.filter { $0.message == nil }.compactMap(\.id)).sorted()
        return """
            SELECT pg_advisory_xact_lock(number)
            FROM (SELECT hashtextextended(id, 0) AS number FROM unnest(\(unread)) AS asked (id) ORDER BY 1) AS numbers
            """
    }

    /// Claims the identities of commands, in a fixed order.
    public static func insert<Body>(_ commands: [Message<Body>], in transaction: Transaction) async throws {
        guard !commands.isEmpty else { return }
        let sorted = commands.sorted { $0.identity < $1.identity }
        try await transaction.connection.run(
            """
            INSERT INTO command (identity, content)
            SELECT * FROM unnest(\(sorted.map(\.identity)), \(sorted.map(\.content)))
            """)
    }
}
