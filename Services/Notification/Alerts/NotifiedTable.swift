internal import Machines
internal import Postgres

/// SQL of the highest versions that were taken in.
enum NotifiedTable {
    /// Asks for the versions of alerts and keeps them from changing until COMMIT.
    static func locking(_ alerts: Set<String>) -> SQL {
        "SELECT alert, version FROM notified WHERE alert = ANY(\(alerts.sorted())) ORDER BY alert FOR UPDATE"
    }

    /// Reads what `locking` answered.
    static func versions(_ rows: Rows) throws -> [String: Int64] {
        var versions: [String: Int64] = [:]
        for row in rows { versions[try row.decode("alert")] = try row.decode("version", as: Int64.self) }
        return versions
    }

    /// Keeps the highest versions. Of two writers of an alert that nobody knew one is refused, and looks again.
    static func store(_ newcomers: Newcomers, on connection: Connection) async throws {
        let (added, raised) = (newcomers.added, newcomers.raised)
        try await connection.queue([
            """
            UPDATE notified SET version = new.version
            FROM unnest(\(raised.map(\.alert)), \(raised.map(\.version))) AS new (alert, version)
            WHERE notified.alert = new.alert
            """,
            """
            INSERT INTO notified (alert, version)
            SELECT * FROM unnest(\(added.map(\.alert)), \(added.map(\.version)))
            """,
        ])
    }
}
