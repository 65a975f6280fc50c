import FoundationEssentials
import Kit
import Testing

/// The board against an oracle in Python that was written from the pages of the contract alone, on random campuses, and
/// the contract's own files against validators of others.
///
/// `compare.py --help` says how anybody asks about two hundred campuses.
@Suite(.inTurn, .serialized, .timeLimit(.minutes(10)))
struct `The contract` {
    @Test(arguments: TestBroker.available)
    func `has board and oracle agree on every cell of random campuses`(broker: TestBroker) async throws {
        let environment = ["GUOYING_GO_LIVE": "2021-03-01"]
        try await Installation.lending(on: broker, services: [], environment: environment) { installation in
            let clock = try await installation.guoying("clock", "set", "2021-05-20", role: "guoying_operator")
            try #require(clock.status == 0, "guoying clock set: \(clock.errors)")
            for service in Installation.Service.allCases { try await installation.start(service) }

            let comparison = try await Self.python(
                "compare.py", ["--campuses", "12", "--keep", installation.folder],
                environment: installation.environment(as: "guoying_reader"))

            #expect(comparison.status == 0, "\(comparison.output)\n\(comparison.errors)")
        }
    }

    @Test func `would have them disagree if the pages were read wrongly anywhere`() async throws {
        let check = try await Self.python("check_mutations.py", [], environment: [:])

        let missed = check.output.split(separator: "\n").filter { $0.hasPrefix("NOT NOTICED") }
        #expect(check.status == 0, "\(missed.joined(separator: "\n"))\n\(check.errors)")
    }

    @Test func `is written as files that foreign validators accept, with a sample of every kind`() async throws {
        try await withFolder { folder in
            let written = try await Program.run("\(try TestEnvironment.binaries())/guoying", ["contract", folder])
            try #require(written.status == 0, "guoying contract: \(written.errors)")

            let check = try await Self.python("published.py", [folder], environment: [:])
            #expect(check.status == 0, "\(check.errors)")
            let samples = try await Program.run(
                "\(try TestEnvironment.binaries())/guoying", ["intake", "validate", "\(folder)/samples.jsonl"])
            #expect(samples.status == 0, "\(samples.output)")
            let again = try await Program.run("\(try TestEnvironment.binaries())/guoying", ["contract", folder])
            #expect(again.status == 0 && again.output == written.output)
            let nowhere = try await Program.run(
                "\(try TestEnvironment.binaries())/guoying", ["contract", "\(folder)/asyncapi.json"])
            #expect(nowhere.status == 1 && nowhere.errors.contains("is a folder that you may write to"))
        }
    }

    /// Runs one of the scripts beside this file, with `guoying` on the path.
    private static func python(
        _ script: String, _ arguments: [String], environment: [String: String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        guard let python = TestEnvironment.python else {
            throw TestEnvironment.Missing(
                description: "GUOYING_TEST_PYTHON is not set; run the tests by deploy/dev test")
        }
        let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let added = ["PATH": "\(try TestEnvironment.binaries()):\(path)", "PYTHONDONTWRITEBYTECODE": "1"]
        return try await Program.run(
            python, ["\(folder)/\(script)"] + arguments, environment: environment.merging(added) { $1 })
    }
}

/// Lends a folder that is removed afterwards.
private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "contract-\(UUID().uuidString)").path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}
