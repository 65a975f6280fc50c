import FoundationEssentials
public import Postgres
import Schemas

/// A database of its own for one test, migrated, and dropped afterwards.
public struct ScratchDatabase: Sendable {
    /// Its name.
    public let name: String
    private let base: URLComponents

    /// Lends a migrated database.
    public static func lending<Value>(_ body: (ScratchDatabase) async throws -> Value) async throws -> Value {
        let database = try Self()
        let administrator = try await Connection.connect(
            DatabaseSettings(try TestEnvironment.databaseURL()), onNotice: { _ in })
        try await administrator.run("CREATE DATABASE \(identifier: database.name) TEMPLATE template0")
        let outcome: Result<Value, any Error>
        do {
            try await database.connected { try await Database.migrate(on: $0) }
            outcome = .success(try await body(database))
        } catch {
            outcome = .failure(error)
        }
        try await administrator.run("DROP DATABASE \(identifier: database.name) WITH (FORCE)")
        return try outcome.get()
    }

    private init() throws {
        self.name = "guoying_test_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        guard let base = URLComponents(string: try TestEnvironment.databaseURL()) else {
            throw TestEnvironment.Missing(description: "GUOYING_TEST_DATABASE_URL is no URL")
        }
        self.base = base
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

    /// Runs one statement and returns its rows, as the server's administrator.
    public func run(_ sql: SQL) async throws -> Rows {
        try await self.connected { try await $0.run(sql) }
    }

    /// The one number that a statement answers with.
    public func count(_ sql: SQL) async throws -> Int64 {
        try await self.run(sql)[0].decode(0, as: Int64.self)
    }
}
