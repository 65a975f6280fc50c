import FoundationEssentials

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
        let file = FileManager.default.temporaryDirectory.appending(path: "broker-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let list = topics.map { "\($0.key):\($0.value)" }.sorted().joined(separator: ",")
        return try await Program.lending(Self.path(), ["--topics", list, "--ready-file", file]) { program in
            guard try await eventually({ FileManager.default.fileExists(atPath: file) }) else {
                throw Program.Failure(description: "the embedded broker does not serve: \(program.errors)")
            }
            let address = try String(contentsOf: URL(filePath: file), encoding: .utf8).split(separator: "\n").joined()
            return try await body(BrokerProcess(address: address, program: program))
        }
    }

    /// Runs the broker to its end.
    public static func run(
        _ arguments: [String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Program.run(Self.path(), arguments)
    }

    private static func path() throws -> String { "\(try TestEnvironment.binaries())/guoying-broker" }
}
