public import Postgres
public import ServiceKit

extension Schemas {
    /// The role that owns everything; nobody logs in as it.
    static let owner = "guoying_owner"
    /// The role that reads the published views: for people, dashboards and the command line.
    static let reader = "guoying_reader"
    /// The role that may also do what an operator does beside commands, such as setting the rehearsal clock.
    static let operatorRole = "guoying_operator"

    /// The role as which a service logs in.
    public static func role(of service: String) -> String { "guoying_\(service)" }

    /// Makes roles and schemas what this program needs; what is so already stays.
    ///
    /// - Parameters:
    ///   - connection: A session of a role that may create roles and schemas.
    ///   - log: Is told of each schema's migrations when they are applied.
    /// - Throws: `MigrationError`, or `DatabaseError` where the database cannot be spoken with.
    public static func migrate(
        on connection: Connection, log: (DatabaseSchema, Migration) -> Void = { _, _ in }
    ) async throws {
        // Roles belong to the whole cluster: two databases of it may be migrated at once.
        try await connection.transaction { connection in
            try await connection.run("SELECT pg_advisory_xact_lock(1196443734)")
            for role in [Self.owner, Self.reader, Self.operatorRole] + Self.all.map({ Self.role(of: $0.name) }) {
                try await self.ensure(role, on: connection)
            }
            try await connection.run(
                "GRANT \(identifier: Self.reader) TO \(identifier: Self.operatorRole)")
            try await connection.run("GRANT \(identifier: Self.owner) TO CURRENT_USER")
            try await connection.script(
                "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO guoying_owner', current_database()); END $$"
            )
        }
        try await connection.run("SET ROLE \(identifier: Self.owner)")
        for schema in Self.all { try await schema.migrate(on: connection) { log(schema, $0) } }
        try await connection.transaction { connection in
            try await connection.run("SELECT pg_advisory_xact_lock(1196443734)")
            for schema in Self.all { try await self.grant(schema, on: connection) }
            try await connection.run(
                "REVOKE ALL ON FUNCTION registry.set_clock(timestamptz) FROM PUBLIC")
            try await connection.run(
                "GRANT EXECUTE ON FUNCTION registry.set_clock(timestamptz) TO \(identifier: Self.operatorRole)")
        }
        try await connection.run("RESET ROLE")
    }

    private static func ensure(_ role: String, on connection: Connection) async throws {
        let found = try await connection.run("SELECT FROM pg_roles WHERE rolname = \(role)")
        guard found.isEmpty else { return }
        if role == Self.owner {
            try await connection.run("CREATE ROLE \(identifier: role) NOLOGIN")
        } else {
            try await connection.run("CREATE ROLE \(identifier: role) LOGIN")
        }
    }

    /// A service writes its own tables, the journal only by adding to it; everybody else reads the published views.
    private static func grant(_ schema: DatabaseSchema, on connection: Connection) async throws {
        let role = Self.role(of: schema.name)
        let readers = [Self.reader] + Self.all.map { Self.role(of: $0.name) }
        for reader in readers {
            try await connection.run("GRANT USAGE ON SCHEMA \(identifier: schema.name) TO \(identifier: reader)")
        }
        try await connection.run(
            """
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(identifier: schema.name)
            TO \(identifier: role)
            """)
        try await connection.run(
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA \(identifier: schema.name) TO \(identifier: role)")
        try await connection.run(
            "REVOKE UPDATE, DELETE ON \(identifier: schema.name).journal FROM \(identifier: role)")
        try await connection.run(
            """
            REVOKE INSERT, UPDATE, DELETE ON \(identifier: schema.name).schema_version FROM \(identifier: role)
            """)
        let views = try await connection.run(
            """
            SELECT viewname::text AS view FROM pg_views
            WHERE schemaname = \(schema.name) AND viewname LIKE '%\\_v1'
            """)
        for row in views {
            let view = try row.decode("view", as: String.self)
            for reader in readers {
                try await connection.run(
                    "GRANT SELECT ON \(identifier: schema.name).\(identifier: view) TO \(identifier: reader)")
            }
        }
    }
}
