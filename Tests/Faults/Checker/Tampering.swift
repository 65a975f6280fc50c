import Kit
import Messages
import Postgres

/// A lie about a run that went well, which its checker must notice: an invariant that could not fail proves nothing.
struct Tampering {
    /// What is changed, in words.
    let name: String
    /// The invariant that speaks against it.
    let invariant: Invariant
    /// What is changed in the tables, for the length of a look.
    var statements: [SQL] = []
    /// What is changed of all else.
    var change: (inout Checker) -> Void = { _ in }

    /// Those of a list that a checker does not notice.
    static func unnoticed(by checker: Checker) async throws -> [String] {
        var unnoticed: [String] = []
        for tampering in Self.all(checker.names) where try await !tampering.isNoticed(by: checker) {
            unnoticed.append("\(tampering.name): \(tampering.invariant.rawValue)")
        }
        return unnoticed
    }

    private func isNoticed(by honest: Checker) async throws -> Bool {
        var checker = honest
        self.change(&checker)
        try await checker.connection.run("BEGIN")
        let found: Result<[Violation], any Error>
        do {
            for statement in self.statements { try await checker.connection.run(statement) }
            found = .success(try await checker.violations(of: self.invariant))
        } catch {
            found = .failure(error)
        }
        try await checker.connection.run("ROLLBACK")
        return try !found.get().isEmpty
    }

    /// At least one for each invariant.
    private static func all(_ topics: Topics) -> [Tampering] {
        self.ofFacts(topics) + self.ofPositions + self.ofPublications(topics) + self.ofOperation
    }

    private static func ofFacts(_ topics: Topics) -> [Tampering] {
        let fact: SQL = """
            (lane, position) = (
                SELECT lane, position FROM activity.journal
                WHERE source = '/campus/oa' AND topic = \(topics.activityJournal.name) ORDER BY lane, position LIMIT 1)
            """
        return [
            Tampering(
                name: "a fact is gone", invariant: .noLoss,
                statements: ["DELETE FROM activity.journal WHERE \(fact)"]),
            Tampering(
                name: "a letter is gone", invariant: .noLoss,
                statements: [
                    """
                    DELETE FROM activity.dead_letter
                    WHERE (lane, position) = (SELECT lane, position FROM activity.dead_letter LIMIT 1)
                    """
                ]),
            Tampering(
                name: "an answer is gone", invariant: .noLoss,
                statements: [
                    "DELETE FROM registry.journal WHERE cause = (SELECT min(cause) FROM registry.journal)"
                ]),
            Tampering(
                name: "a fact of nobody", invariant: .noInvention,
                statements: ["UPDATE activity.journal SET id = 'nobody' WHERE \(fact)"]),
            Tampering(
                name: "a fact that is there twice", invariant: .noDoubling,
                statements: [
                    """
                    INSERT INTO activity.journal SELECT lane, 1000000000, accepted, topic, key, type, source, id, cause,
                        headers, value, digest FROM activity.journal WHERE \(fact)
                    """
                ]),
            Tampering(
                name: "a duplicate that did not come", invariant: .noDoubling,
                statements: [
                    """
                    UPDATE activity.position SET taken = taken + 1, duplicate = duplicate + 1
                    WHERE topic = \(topics.activityIntake.name) AND partition = 0
                    """
                ]),
            Tampering(
                name: "another verdict", invariant: .differential,
                statements: [
                    """
                    UPDATE supervision.verdict SET verdict = CASE verdict WHEN 'met' THEN 'open' ELSE 'met' END
                    WHERE requirement = 'theme-day' AND unit = 'b-1'
                    """
                ]),
            Tampering(
                name: "a verdict of another day", invariant: .differential,
                statements: [
                    "UPDATE supervision.verdict SET since = since + interval '5 years' WHERE unit = 'b-1'"
                ]),
        ]
    }

    private static var ofPositions: [Tampering] {
        [
            Tampering(
                name: "records that were passed over", invariant: .positions,
                statements: [
                    """
                    UPDATE audit.step SET position = position + 1
                    WHERE number = (SELECT min(number) FROM audit.step WHERE position > 0)
                    """
                ]),
            Tampering(
                name: "a position short of the end", invariant: .positions,
                statements: ["UPDATE registry.position SET position = position - 1"]),
            Tampering(
                name: "a zombie that wrote", invariant: .fencing,
                statements: [
                    """
                    UPDATE audit.step SET process = 'zombie'
                    WHERE number = (SELECT max(number) FROM audit.step WHERE NOT is_claim)
                    """
                ]),
        ]
    }

    private static func ofPublications(_ topics: Topics) -> [Tampering] {
        func changing(_ topic: Topic, _ change: @escaping (inout [PublishedRecord]) -> Void) -> (inout Checker) -> Void
        {
            { checker in change(&checker.topics[topic.name, default: []]) }
        }
        return [
            Tampering(
                name: "an alert that was not published", invariant: .alerts,
                change: changing(topics.supervisionAlerts) { $0.removeLast() }),
            Tampering(
                name: "an alert of nobody", invariant: .alerts,
                change: changing(topics.supervisionAlerts) { records in
                    guard var last = records.last else { return }
                    last.headers["journal-position"] = "1000000000"
                    records.append(last)
                }),
            Tampering(
                name: "other bytes in a letter", invariant: .letters,
                change: changing(topics.activityDeadLetters) { $0[0].value?.append(0) }),
            Tampering(
                name: "a letter with another code", invariant: .letters,
                change: changing(topics.activityDeadLetters) { $0[0].headers["dlq-error-code"] = "privacy" }),
        ]
    }

    private static var ofOperation: [Tampering] {
        [
            Tampering(
                name: "a recovery that took too long", invariant: .liveness,
                change: {
                    $0.log.recoveries.append(
                        Recovery(fault: .kill, subject: "activity", duration: RunLog.recoveryLimit * 2))
                }),
            Tampering(
                name: "a process without bounds", invariant: .bounds,
                change: { $0.log.peaks[.activity, default: Peak()].residentMiB = 10_000 }),
            Tampering(
                name: "another digest in a chain", invariant: .audit,
                statements: ["UPDATE registry.journal SET digest = sha256(digest) WHERE (lane, position) = (0, 1)"]),
            Tampering(
                name: "something that cannot be verified", invariant: .audit,
                change: { $0.discrepancies = ["activity.journal lane 0"] }),
            Tampering(
                name: "a gap in a lane", invariant: .audit,
                statements: ["DELETE FROM registry.journal WHERE (lane, position) = (0, 2)"]),
        ]
    }
}
