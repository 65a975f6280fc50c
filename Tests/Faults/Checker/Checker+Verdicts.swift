import FoundationEssentials
import Kit
import Postgres

extension Checker {
    /// What is asked of the board: as of a day, known at an instant.
    private static var questions: [(asOf: String, knownAt: String)] {
        [
            ("2021-05-05T00:00:00+08:00", "2021-05-06T00:00:00+08:00"),
            ("2021-05-05T00:00:00+08:00", "2021-04-28T12:00:00+08:00"),
            ("2021-04-20T00:00:00+08:00", "2021-05-06T00:00:00+08:00"),
            ("2021-04-27T09:00:00+08:00", "2021-04-15T00:00:00+08:00"),
        ]
    }

    /// I6: the verdicts that were arrived at event by event are those that all facts give, both are those of an oracle
    /// that knows only what was sent, and they were found on the day that is rehearsed.
    func verdictsAreThoseOfTheFacts() async throws -> [Violation] {
        let oracle = try await self.askOracle()
        let expected = try await self.evaluated()
        let stored = Set(
            try await self.strings(
                """
                SELECT unit || ' ' || window_from || ' ' || verdict FROM supervision.verdict_v1
                WHERE requirement = 'theme-day'
                """))
        let differing = stored.symmetricDifference(expected)
        let untimely = Set(
            try await self.strings(
                """
                SELECT unit || ' ' || requirement || ' ' || since FROM supervision.verdict_v1
                WHERE since NOT BETWEEN \(Self.questions[0].asOf)::text::timestamptz
                    AND \(Self.questions[0].knownAt)::text::timestamptz
                """))
        return oracle
            + (untimely.isEmpty ? [] : [Violation(.differential, "verdicts of another day", untimely)])
            + (differing.isEmpty
                ? [] : [Violation(.differential, "verdicts stored or evaluated, and not both", differing)])
            + (expected.count < 30 ? [Violation(.differential, "the board has hardly a verdict")] : [])
    }

    /// Where the board and the oracle differ, at four as-of times.
    private func askOracle() async throws -> [Violation] {
        guard let python = TestEnvironment.python else {
            throw TestEnvironment.Missing(
                description: "GUOYING_TEST_PYTHON is not set; run the tests by deploy/dev test")
        }
        let onTopic = (self.topics.values.flatMap { $0 }).compactMap(\.ledgerNumber)
        let stored = try self.installation.file("stored", onTopic.map { "\($0)\n" }.joined())
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let environment = self.installation.environment(as: "guoying_reader").merging(
            ["PATH": "\(try TestEnvironment.binaries()):\(path)", "PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        let answer = try await Program.run(
            python,
            ["\(Load.scripts)/board_oracle.py", Load.ledger(in: self.installation.folder), stored]
                + Self.questions.flatMap { [$0.asOf, $0.knownAt] }, environment: environment)
        guard answer.status != 0 else { return [] }
        let lines = (answer.output + answer.errors).split(separator: "\n").map(String.init)
        return [Violation(.differential, "the board and the oracle differ", lines)]
    }

    /// The verdicts of theme days as the board gives them from the facts.
    private func evaluated() async throws -> Set<String> {
        let board = try await self.installation.guoying("board", "--windows", "--format", "json", "--wait", "0")
        guard board.status == 0 else { throw Program.Failure(description: "guoying board: \(board.errors)") }
        var verdicts: Set<String> = []
        for row in try JSONValue(board.output)["units"]?.elements ?? [] {
            let unit = row["unit"]?["id"]?.string ?? ""
            for cell in row["cells"]?.elements ?? [] where cell["requirement"]?.string == "theme-day" {
                for window in cell["windows"]?.elements ?? [] {
                    verdicts.insert("\(unit) \(window["from"]?.string ?? "") \(window["verdict"]?.string ?? "")")
                }
            }
        }
        return verdicts
    }
}
