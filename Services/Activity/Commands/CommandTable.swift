internal import Crypto
internal import Pipeline
internal import Postgres

/// SQL of the commands that were answered.
enum CommandTable {
    /// Claims commands; returns those that were not answered before.
    static func claim(_ commands: [Digest16], on connection: Connection) async throws -> Set<Digest16> {
        guard !commands.isEmpty else { return [] }
        let rows = try await connection.run(
            """
            INSERT INTO command (identity) SELECT DISTINCT identity FROM unnest(\(commands)) AS asked (identity)
            ORDER BY identity ON CONFLICT (identity) DO NOTHING RETURNING identity
            """)
        return Set(try rows.decode("identity", as: Digest16.self))
    }
}
