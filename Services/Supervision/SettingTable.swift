internal import Domain
internal import Postgres

/// What is remembered about the installation.
enum SettingTable {
    /// What all verdicts and alerts rest on.
    enum Name: String {
        /// The digest of the pack.
        case pack
        /// The day on which alerts began.
        case goLive = "go-live"
    }

    /// The day of the first start, which is today where nothing has been remembered yet.
    static func firstDay(_ today: Day, on connection: Connection) async throws -> Day {
        let rows = try await connection.run(
            """
            INSERT INTO setting (name, value) VALUES ('first-day', \(today.description))
            ON CONFLICT (name) DO UPDATE SET value = setting.value RETURNING value
            """)
        return try rows.first.flatMap { Day(try $0.decode("value", as: String.self)) } ?? today
    }

    /// Remembers what all verdicts and alerts rest on from now on.
    /// - Returns: whether it is something else than before.
    static func replace(_ name: Name, by value: String, on connection: Connection) async throws -> Bool {
        let rows = try await connection.run(
            """
            INSERT INTO setting (name, value) VALUES (\(name.rawValue), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value
            RETURNING name
            """)
        return !rows.isEmpty
    }
}
