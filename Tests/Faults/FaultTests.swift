import FoundationEssentials
import Kit
import Testing

/// What becomes of an installation when everything around it breaks, on the real broker only: the embedded one keeps
/// nothing and promises nothing.
///
/// In CI a tenth of it; `deploy/dev faults` does the whole.
@Suite(
    .inTurn, .serialized, .timeLimit(.minutes(60)),
    .enabled(if: TestEnvironment.hasKafkaHome, "KAFKA_HOME names no Apache Kafka"))
struct `An installation under load` {
    /// One run, which both tests look at.
    private static let run = Task {
        let seed = TestEnvironment.seeds(usually: 1...1).lowerBound
        return try await FaultRun(cycles: TestEnvironment.faultCycles, seed: seed).perform()
    }

    @Test func `loses and doubles nothing whatever is killed, stopped or cut off`() async throws {
        let report = try await Self.run.value

        let text = await report.markdown()
        print(text)
        if let path = TestEnvironment.faultReport {
            try text.write(to: URL(filePath: "\(path).md"), atomically: true, encoding: .utf8)
            try await report.json().text.write(to: URL(filePath: "\(path).json"), atomically: true, encoding: .utf8)
        }
        for violation in report.violations { Issue.record("\(violation)") }
        // Faults to which nobody came in time are passed over, but not so many that nothing is shown.
        #expect(report.killed * 2 >= TestEnvironment.faultCycles)
        #expect(report.inside * 2 >= report.killed)
        #expect(report.untried.isEmpty)
    }

    @Test func `would not pass its checker with any lie about what came of it`() async throws {
        let report = try await Self.run.value

        #expect(report.unnoticed.isEmpty)
    }
}
