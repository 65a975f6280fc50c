internal import Crypto
internal import Messages
internal import Pipeline
internal import Postgres

/// The commands that have been answered: each is answered once.
enum CommandTable {
    /// Remembers commands, in a fixed order.
    /// - Returns: those that had not been remembered before.
    static func remember(_ commands: [Digest16], on connection: Connection) async throws -> [Digest16] {
        guard !commands.isEmpty else { return [] }
        return try await connection.run(
            """
            INSERT INTO command (identity) SELECT unnest(\(Set(commands).sorted())::uuid[])
            ON CONFLICT (identity) DO NOTHING RETURNING identity
            """
        ).decode("identity")
    }
}
