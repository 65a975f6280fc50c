import FoundationEssentials

/// A PostgreSQL and an Apache Kafka of one test alone, which does to them what it likes: see `Faults/Outside/servers`.
public struct Servers: Sendable {
    /// The address of the database's administrator.
    public let database: String
    /// The broker's address.
    public let broker: String
    private let folder: String

    /// Lends servers that end with `body`.
    public static func lending<Value>(_ body: (Servers) async throws -> Value) async throws -> Value {
        let parent = TestEnvironment.runFolder ?? FileManager.default.temporaryDirectory.path()
        let folder = "\(parent)/faults-\(UUID().uuidString.prefix(8).lowercased())"
        let outcome: Result<Value, any Error>
        do {
            let lines = try await Self.order("up", in: folder).split(separator: "\n").map(String.init)
            guard lines.count == 2 else { throw Program.Failure(description: "servers up says \(lines)") }
            outcome = .success(try await body(Servers(database: lines[0], broker: lines[1], folder: folder)))
        } catch {
            outcome = .failure(error)
        }
        _ = try await Self.order("down", in: folder)
        return try outcome.get()
    }

    /// Stops PostgreSQL as `pg_ctl stop -m immediate` does.
    public func crashDatabase() async throws { _ = try await Self.order("crash-postgres", in: self.folder) }

    /// Starts it again, and waits until it lets somebody in.
    public func startDatabase() async throws { _ = try await Self.order("start-postgres", in: self.folder) }

    /// Kills the broker as a power cut would.
    public func killBroker() async throws { _ = try await Self.order("kill-kafka", in: self.folder) }

    /// Starts it again, and waits until it serves.
    public func startBroker() async throws { _ = try await Self.order("start-kafka", in: self.folder) }

    private static func order(_ command: String, in folder: String) async throws -> String {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let outcome = try await Program.run("/\(tests)/Faults/Outside/servers", [command, folder])
        guard outcome.status == 0 else {
            throw Program.Failure(description: "servers \(command): \(outcome.errors)")
        }
        return outcome.output
    }
}
