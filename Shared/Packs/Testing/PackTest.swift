public import Domain

/// A test that a pack brings along: what is given, as of when it is asked and known at when, and what is expected.
///
/// Tests say in the pack's own file what a requirement means, at its boundaries above all. They are no part of the
/// pack's digest.
public struct PackTest: Sendable {
    /// The requirement that is tested.
    public let requirement: Requirement
    /// What it shows, in a few words.
    public let name: String
    /// The file that it stands in, as it was given.
    public let file: String
    /// The line on which it begins, from 1.
    public let line: Int
    /// What is expected.
    public let expected: PackExpectation
    let facts: UnitFacts
    let asOf: Instant
    let knownAt: Instant

    /// What came, where that is not what was expected.
    public func failure() -> PackTestFailure? {
        let cell = evaluate(self.requirement, self.facts, asOf: self.asOf, knownAt: self.knownAt)
        let window = self.expected.window.map { from in cell?.duties.first { $0.window.from == from }?.window }
        guard let cell, window != .some(nil) else {
            return self.expected.verdict == nil ? nil : self.failure(cell == nil ? "no cell" : "no such window", cell)
        }
        let explanation = explain(
            self.requirement, self.facts, window: window ?? nil, asOf: self.asOf, knownAt: self.knownAt)
        guard let explanation else { return self.failure("no cell", cell) }
        let came = PackExpectation(explanation, like: self.expected)
        return came == self.expected ? nil : self.failure(came.description, cell, explanation)
    }

    private func failure(_ came: String, _ cell: Cell?, _ explanation: Explanation? = nil) -> PackTestFailure {
        var grounds: [String] = []
        if let window = explanation?.duty?.window {
            grounds.append("window \(window)")
        } else if let cell, !cell.duties.isEmpty {
            grounds.append("windows " + cell.duties.map(\.window.description).joined(separator: ", "))
        }
        grounds += (explanation?.counted ?? []).map { "\($0.id) counts" }
        grounds += (explanation?.notCounted ?? []).map { "\($0.id) does not: \($0.reason)" }
        grounds += (explanation?.sources ?? []).map { source in
            "\(source.source) " + (source.watermark.map { "has sent all up to \($0.until)" } ?? "has no watermark")
        }
        grounds += explanation?.count.map { ["\($0.formal) formal and \($0.probationary) probationary members"] } ?? []
        grounds += explanation?.committee.map { ["a committee of \($0.members), term \($0.term)"] } ?? []
        grounds += explanation?.waiver.map { ["a waiver for \($0.period)"] } ?? []
        return PackTestFailure(test: self, came: came, grounds: grounds)
    }
}

/// A test of a pack that came out otherwise.
public struct PackTestFailure: Sendable, CustomStringConvertible {
    /// The test.
    public let test: PackTest
    /// What came instead of what was expected.
    public let came: String
    /// What that rests on.
    public let grounds: [String]

    /// One line: `packs/a.yaml:42: theme-day, a minute short: expected not-met, got met (window …; a counts)`.
    public var description: String {
        let grounds = self.grounds.isEmpty ? "" : " (\(self.grounds.joined(separator: "; ")))"
        return "\(self.test.file):\(self.test.line): \(self.test.requirement.id), \(self.test.name): "
            + "expected \(self.test.expected), got \(self.came)\(grounds)"
    }
}
