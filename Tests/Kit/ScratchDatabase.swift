import Crypto
import FoundationEssentials
public import Postgres
import Schemas
import ServiceKit

/// A database of its own for one test, migrated, and dropped afterwards.
public struct ScratchDatabase: Sendable {
    /// Its name.
    public let name: String
    private let base: URLComponents
    /// Sessions of the server's administrator, for whoever asks one thing after another: a new one costs ten questions.
    private let pool: Pool

    /// Lends a migrated database.
    public static func lending<Value>(_ body: (ScratchDatabase) async throws -> Value) async throws -> Value {
        let template = try await Self.template.value
        let database = try Self.unmade(on: try TestEnvironment.databaseURL())
        let administrator = try await Self.administrator()
        try await administrator.run(
            "CREATE DATABASE \(identifier: database.name) TEMPLATE \(identifier: template)")
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
        database.pool.close()
        try await administrator.run("DROP DATABASE \(identifier: database.name) WITH (FORCE)")
        return try outcome.get()
    }

    /// Makes a migrated database on a server that is the test's own, and goes with it.
    public static func made(on server: String) async throws -> ScratchDatabase {
        let database = try Self.unmade(on: server)
        let administrator = try await Connection.connect(DatabaseSettings(server), onNotice: { _ in })
        try await administrator.run("CREATE DATABASE \(identifier: database.name)")
        try await database.connected { try await Database.migrate(on: $0) }
        return database
    }

    private static func unmade(on server: String) throws -> ScratchDatabase {
        try Self(name: "guoying_test_\(Self.uniqueSuffix())", on: server)
    }

    /// What all scratch databases are copies of: migrated once for each edition of the schemas, because a copy takes a
    /// tenth of the time.
    private static let template = Task<String, any Error> {
        let edition = Database.all.flatMap(\.migrations).map(\.sql).joined()
        let name = "guoying_template_\(SHA256.digest(of: edition).hex.prefix(16))"
        let administrator = try await Self.administrator()
        let found = try await administrator.run("SELECT FROM pg_database WHERE datname = \(name)")
        guard found.isEmpty else { return name }
        let draft = try Self(name: "\(name)_\(Self.uniqueSuffix())", on: try TestEnvironment.databaseURL())
        try await administrator.run("CREATE DATABASE \(identifier: draft.name) TEMPLATE template0")
        try await draft.connected { try await Database.migrate(on: $0) }
        do {
            try await administrator.run("ALTER DATABASE \(identifier: draft.name) RENAME TO \(identifier: name)")
        } catch let error as DatabaseError where error.sqlState?.rawValue == "42P04" {
            // Another run of the tests was first; its template is as good.
            try await administrator.run("DROP DATABASE \(identifier: draft.name) WITH (FORCE)")
        }
        return name
    }

    private static func administrator() async throws -> Connection {
        try await Connection.connect(DatabaseSettings(try TestEnvironment.databaseURL()), onNotice: { _ in })
    }

    private static func uniqueSuffix() -> String { UUID().uuidString.lowercased().replacing("-", with: "") }

    private init(name: String, on server: String) throws {
        self.name = name
        guard let base = URLComponents(string: server) else {
            throw TestEnvironment.Missing(description: "the server's address is no URL")
        }
        self.base = base
        var components = base
        components.path = "/\(name)"
        self.pool = Pool(try DatabaseSettings(components.string ?? ""), limit: 4)
    }

    /// Its address for a role; the server's administrator where nil.
    public func url(as role: String? = nil) -> String {
        var components = self.base
        components.path = "/\(self.name)"
        if let role {
            components.user = role
            components.password = nil
        }
        return components.string ?? ""
    }

    /// Lends a session as a role; as the server's administrator where nil.
    public func connected<Value>(
        as role: String? = nil, schema: String? = nil, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        var settings = try DatabaseSettings(self.url(as: role))
        if let schema { settings.session["search_path"] = schema }
        let connection = try await Connection.connect(settings, onNotice: { _ in })
        defer { connection.close() }
        return try await body(connection)
    }

    /// Lends the name of a copy of it as it is now; nobody may be connected to it, the kit aside.
    public func keepingCopy<Value>(_ body: (_ copy: String) async throws -> Value) async throws -> Value {
        let copy = "\(self.name)_copy"
        let administrator = try await Self.administrator()
        try await self.end(on: administrator)
        try await administrator.run("CREATE DATABASE \(identifier: copy) TEMPLATE \(identifier: self.name)")
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(copy)) } catch { outcome = .failure(error) }
        try await administrator.run("DROP DATABASE \(identifier: copy) WITH (FORCE)")
        return try outcome.get()
    }

    /// Puts a copy in its place, under whoever is connected to it.
    public func restore(_ copy: String) async throws {
        let administrator = try await Self.administrator()
        // Whoever was thrown out comes back before the new one is there; nobody may then be connected to the old one.
        try await administrator.run("ALTER DATABASE \(identifier: self.name) WITH ALLOW_CONNECTIONS false")
        try await administrator.run("DROP DATABASE \(identifier: self.name) WITH (FORCE)")
        try await administrator.run("CREATE DATABASE \(identifier: self.name) TEMPLATE \(identifier: copy)")
    }

    /// How many rows of tables (`schema.table`) have been read by going through whole tables since the last reset of
    /// the counts, and how many by an index; whoever read must have gone, and is waited for.
    public func rowsRead(of tables: [String]) async throws -> (inSequence: [String: Int64], byIndex: Int64) {
        let isAlone = try await eventually(within: .seconds(30)) {
            try await self.run(
                """
                SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND usename LIKE 'guoying%'
                """
            ).isEmpty
        }
        guard isAlone else { throw TestEnvironment.Missing(description: "\(self.name) is still connected to") }
        let rows = try await self.run(
            """
            SELECT schemaname || '.' || relname AS name, seq_tup_read, idx_scan FROM pg_stat_user_tables
            WHERE schemaname || '.' || relname = ANY(\(tables)) ORDER BY name
            """)
        var sequential: [String: Int64] = [:]
        var indexed: Int64 = 0
        for row in rows {
            let count = try row.decode("seq_tup_read", as: Int64.self)
            if count > 0 { sequential[try row.decode("name")] = count }
            indexed += try row.decode("idx_scan", as: Int64.self)
        }
        return (sequential, indexed)
    }

    private func end(on administrator: Connection) async throws {
        try await administrator.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(self.name)")
        let isAlone = try await eventually {
            try await administrator.run("SELECT FROM pg_stat_activity WHERE datname = \(self.name)").isEmpty
        }
        guard isAlone else { throw TestEnvironment.Missing(description: "\(self.name) is still connected to") }
    }

    /// Runs one statement and returns its rows, as the server's administrator.
    public func run(_ sql: SQL) async throws -> Rows {
        try await self.pool.withConnection { try await $0.run(sql) }
    }

    /// The one number that a statement answers with.
    public func count(_ sql: SQL) async throws -> Int64 {
        try await self.run(sql)[0].decode(0, as: Int64.self)
    }
}
