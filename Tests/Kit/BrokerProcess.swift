import FoundationEssentials
import Glibc

/// The embedded broker as it is built, in a process of its own.
public struct BrokerProcess: Sendable {
    /// Where it serves.
    public let address: String
    /// The process.
    public let program: Program

    /// Lends a broker with these topics, by their names and numbers of partitions, that serves already.
    public static func lending<Value>(
        _ topics: [String: Int], _ body: (BrokerProcess) async throws -> Value
    ) async throws -> Value {
        let broker = try await Self.started(with: topics)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(broker)) } catch { outcome = .failure(error) }
        await broker.program.stop()
        return try outcome.get()
    }

    /// Runs the broker to its end.
    public static func run(
        _ arguments: [String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Program.run(Self.path(), arguments)
    }

    private static func started(with topics: [String: Int]) async throws -> BrokerProcess {
        let file = FileManager.default.temporaryDirectory.appending(path: "broker-\(UUID().uuidString)").path()
        let list = topics.map { "\($0.key):\($0.value)" }.sorted().joined(separator: ",")
        let program = try Program(Self.path(), ["--topics", list, "--ready-file", file])
        defer { try? FileManager.default.removeItem(atPath: file) }
        guard try await eventually({ FileManager.default.fileExists(atPath: file) }) else {
            program.signal(SIGKILL)
            throw Program.Failure(description: "the embedded broker does not serve: \(program.errors)")
        }
        let address = try String(contentsOf: URL(filePath: file), encoding: .utf8).split(separator: "\n").joined()
        return BrokerProcess(address: address, program: program)
    }

    private static func path() throws -> String { "\(try TestEnvironment.binaries())/guoying-broker" }
}
