import FoundationEssentials
import Postgres
import Testing

/// The server that the tests use, and sessions with it.
enum TestDatabase {
    struct Missing: Error, CustomStringConvertible {
        let description = "GUOYING_TEST_DATABASE_URL has to name a PostgreSQL that tests may write to"
    }

    static func address() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["GUOYING_TEST_DATABASE_URL"] else { throw Missing() }
        return url
    }

    static func settings() throws -> DatabaseSettings {
        var settings = try DatabaseSettings(self.address())
        settings.applicationName = "guoying-tests"
        settings.session["search_path"] = ScratchSchema.name
        return settings
    }

    static func connect(onNotice: @escaping Notice.Receiver = { _ in }) async throws -> Connection {
        try await Connection.connect(self.settings(), onNotice: onNotice)
    }

    /// Ends the session that `processID` serves, from another session.
    static func terminate(_ processID: Int32) async throws {
        let administrator = try await self.connect()
        try await administrator.run("SELECT pg_terminate_backend(\(processID))")
    }

    /// What the session that `processID` serves is doing: `active`, `idle`, …; `nil` once it is gone.
    static func activity(of processID: Int32, seenBy observer: Connection) async throws -> String? {
        try await observer.run("SELECT state FROM pg_stat_activity WHERE pid = \(processID)")
            .first?.decode("state", as: String?.self)
    }
}

/// Gives every test case a schema of its own, dropped afterwards, so that cases run side by side.
struct ScratchSchema: SuiteTrait, TestTrait, TestScoping {
    @TaskLocal static var name: String?

    var isRecursive: Bool { true }

    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let name = "postgres_test_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE SCHEMA \(identifier: name)")
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await Self.$name.withValue(name) { try await body() })
        } catch {
            outcome = .failure(error)
        }
        try await connection.run("DROP SCHEMA \(identifier: name) CASCADE")
        try outcome.get()
    }
}

extension Trait where Self == ScratchSchema {
    static var scratchSchema: Self { ScratchSchema() }
}

/// Waits until `condition` holds, and fails when it does not within half a minute.
func eventually(
    _ what: Comment, at location: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record(what, sourceLocation: location)
}
