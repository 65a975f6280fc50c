import FoundationEssentials
import Kit
import Messages
import Testing

extension `The whole` {
    /// The programs under `deploy/examples`, as somebody runs them who begins to publish.
    @Suite(.inTurn, .serialized) struct `Takes in what the examples publish` {
        @Test func `from Python and from Java, which send the same`() async throws {
            try await Campus.lending(on: .mostReal, services: [.registry, .activity]) { campus in
                let installation = campus.installation
                let contract = try await installation.guoying("contract", "\(installation.folder)/contract")
                try #require(contract.status == 0, "guoying contract: \(contract.errors)")
                let arguments = [
                    installation.broker.address, installation.broker.topics.activityIntake.name,
                    "\(installation.folder)/contract/samples.jsonl",
                ]

                let python = try await Self.run(
                    try #require(TestEnvironment.python), ["\(Self.examples)/publish.py"] + arguments)
                #expect(python == "34 of 34 events acknowledged\n")
                if let kafka = ProcessInfo.processInfo.environment["KAFKA_HOME"] {
                    let java = ["-cp", "\(kafka)/libs/*", "\(Self.examples)/Publish.java"]
                    #expect(try await Self.run("java", java + arguments) == "34 of 34 events acknowledged\n")
                }
                let runs: Int64 = ProcessInfo.processInfo.environment["KAFKA_HOME"] == nil ? 1 : 2

                let isTaken = try await eventually(within: .seconds(60)) {
                    try await campus.intake().events == runs * 34
                }
                let intake = try await campus.intake()
                #expect(isTaken && intake.refused == 0 && intake.duplicate == (runs - 1) * 34, "\(intake)")
                // What refers to another sample waits for it, and no longer.
                #expect(intake.parked == 0, "\(intake)")
                let log = try await installation.guoying("activities", "--kind", "talks", "--format", "csv")
                #expect(log.output.contains(",/campus/oa,sample-talks,"), "\(log.output)\(log.errors)")
            }
        }

        private static var examples: String {
            "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/deploy/examples"
        }

        private static func run(_ program: String, _ arguments: [String]) async throws -> String {
            let outcome = try await Program.run(program, arguments)
            guard outcome.status == 0 else { throw Program.Failure(description: outcome.errors) }
            return outcome.output
        }
    }
}
