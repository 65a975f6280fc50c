public import Postgres
public import ServiceKit

extension Database {
    /// The role that owns everything; nobody logs in as it.
    static let owner = "guoying_owner"
    /// The role that reads the published views: for people, dashboards and the command line.
    static let reader = "guoying_reader"
    /// The role that may also do what an operator does beside commands, such as setting the rehearsal clock or reading
    /// journals whole.
    public static let operatorRole = "guoying_operator"

    /// What may read names and contacts, for a purpose that is written down. Nobody logs in as it: it is granted to
    /// whatever needs it.
    static let contacts = "guoying_contacts"

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
        let services = Self.all.map { Self.role(of: $0.name) }
        for role in [Self.owner, Self.contacts, Self.reader, Self.operatorRole] + services {
            try await self.ensure(role, on: connection)
        }
        try await self.ensure(Self.reader, isGrantedTo: Self.operatorRole, on: connection)
        let own = try await connection.run("SELECT current_user::text AS name, current_database()::text AS database")
        try await self.ensure(Self.owner, isGrantedTo: try own[0].decode("name"), on: connection)
        let database = try own[0].decode("database", as: String.self)
        try await connection.run(
            "GRANT CREATE ON DATABASE \(identifier: database) TO \(identifier: Self.owner)")
        try await connection.run("SET ROLE \(identifier: Self.owner)")
        for schema in Self.all { try await schema.migrate(on: connection) { log(schema, $0) } }
        try await connection.transaction { connection in
            for schema in Self.all { try await self.grant(schema, on: connection) }
            try await connection.run(
                "REVOKE ALL ON FUNCTION registry.set_clock(timestamptz) FROM PUBLIC")
            try await connection.run(
                "GRANT EXECUTE ON FUNCTION registry.set_clock(timestamptz) TO \(identifier: Self.operatorRole)")
            try await self.grantContacts(on: connection)
            try await self.grantLooks(on: connection)
        }
        try await connection.run("RESET ROLE")
    }

    /// Roles belong to the whole cluster, which no lock of one database guards: where another database of it is
    /// migrated at the same moment, its role is ours.
    private static func ensure(_ role: String, on connection: Connection) async throws {
        let found = try await connection.run("SELECT FROM pg_roles WHERE rolname = \(role)")
        guard found.isEmpty else { return }
        do {
            if [Self.owner, Self.contacts].contains(role) {
                try await connection.run("CREATE ROLE \(identifier: role) NOLOGIN")
            } else {
                try await connection.run("CREATE ROLE \(identifier: role) LOGIN")
            }
        } catch {
            guard error.sqlState == .duplicateObject || error.sqlState == .uniqueViolation else { throw error }
        }
    }

    private static func ensure(
        _ role: String, isGrantedTo member: String, on connection: Connection
    ) async throws {
        let found = try await connection.run(
            "SELECT pg_has_role(\(member), \(role), 'MEMBER') AND \(member) <> \(role) AS is_member")
        guard try !found[0].decode("is_member", as: Bool.self) else { return }
        do {
            try await connection.run("GRANT \(identifier: role) TO \(identifier: member)")
        } catch {
            // Granted by somebody else at this moment ("tuple concurrently updated" has no state of its own).
            guard error.sqlState == .uniqueViolation || error.sqlState?.class == "XX" else { throw error }
        }
    }

    /// Names and contacts are reached by functions alone; not even the service whose schema they lie in sees the
    /// tables. An operator gives contacts in and reads who looked at them, not the contacts.
    private static func grantContacts(on connection: Connection) async throws {
        let registry = Self.role(of: Self.registry.name)
        for statement: SQL in [
            "REVOKE ALL ON registry.person, registry.contact_access FROM \(identifier: registry)",
            "GRANT SELECT ON registry.contact_access TO \(identifier: Self.operatorRole)",
            """
            GRANT EXECUTE ON FUNCTION registry.keep_contacts(text[], text[], text[], text[], timestamptz[], text)
            TO \(identifier: Self.operatorRole)
            """,
            "GRANT USAGE ON SCHEMA registry TO \(identifier: Self.contacts)",
            "GRANT EXECUTE ON FUNCTION registry.read_contacts(text[], text) TO \(identifier: Self.contacts)",
        ] {
            try await connection.run(statement)
        }
    }

    /// An operator looks at personal records by a function alone, which writes it down; not even the service in whose
    /// schema they lie writes that log.
    private static func grantLooks(on connection: Connection) async throws {
        try await connection.run("REVOKE ALL ON activity.look FROM \(identifier: Self.role(of: Self.activity.name))")
        try await connection.run(
            """
            GRANT EXECUTE ON FUNCTION activity.look_at(smallint[], bigint[], text)
            TO \(identifier: Self.operatorRole)
            """)
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
        try await connection.run(
            """
            GRANT EXECUTE ON FUNCTION \(identifier: schema.name).give_order(text, json)
            TO \(identifier: Self.operatorRole)
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
