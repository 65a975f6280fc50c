internal import Crypto
internal import Messages
internal import Pipeline
internal import Postgres

/// Commands that were taken, by what identifies them for ever.
enum CommandTable {
    /// Asks what is known of these commands.
    static func taken(_ identities: [Digest16]) -> SQL {
        "SELECT identity, content FROM command WHERE identity = ANY(\(identities))"
    }

    /// What `taken` answers: the content of each command that was taken.
    static func taken(_ rows: Rows) throws -> [Digest16: Digest16] {
        var contents: [Digest16: Digest16] = [:]
        for row in rows { contents[try row.decode("identity")] = try row.decode("content", as: Digest16.self) }
        return contents
    }

    /// Asks which of these commands have had an answer.
    static func answered(_ ids: [String]) -> SQL {
        "SELECT DISTINCT cause FROM journal WHERE cause = ANY(\(ids))"
    }

    /// Claims the identities of commands, in a fixed order.
    static func insert(_ commands: [Message<RegistryCommand>], in transaction: Transaction) async throws {
        guard !commands.isEmpty else { return }
        let sorted = commands.sorted { $0.identity < $1.identity }
        try await transaction.connection.run(
            """
            INSERT INTO command (identity, content)
            SELECT * FROM unnest(\(sorted.map(\.identity)), \(sorted.map(\.content)))
            """)
    }
}
