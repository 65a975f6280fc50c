import FoundationEssentials
import Glibc
import Postgres
import Testing

/// A database of a test's own, because schemas here have names that the product gives.
enum ScratchDatabase {
    struct Missing: Error, CustomStringConvertible {
        let description =
            "GUOYING_TEST_DATABASE_URL is not set; it names a PostgreSQL for tests: postgresql://postgres@127.0.0.1/postgres"
    }

    /// Where the server is, by its maintenance database.
    static func server() throws -> String {
        guard let url = getenv("GUOYING_TEST_DATABASE_URL") else { throw Missing() }
        return String(cString: url)
    }

    /// Makes a database, lends it, and drops it with every connection to it.
    static func with(_ body: (DatabaseSettings) async throws -> Void) async throws {
        let name = "guoying_servicekit_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let url = try Self.server()
        let connection = try await Connection.connect(try DatabaseSettings(url))
        try await connection.run("CREATE DATABASE \(identifier: name)")
        let slash = try #require(url.lastIndex(of: "/"))
        let outcome: Result<Void, any Error>
        do {
            try await body(try DatabaseSettings(url[...slash] + name))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try await connection.run("DROP DATABASE \(identifier: name) WITH (FORCE)")
        connection.close()
        try outcome.get()
    }
}
