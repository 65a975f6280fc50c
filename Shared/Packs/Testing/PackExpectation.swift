public import Domain

/// What a test of a pack expects to be said.
public struct PackExpectation: Hashable, Sendable, CustomStringConvertible {
    /// The first day of the window that is asked about; none for the one that gives the cell its word.
    public let window: Day?
    /// The verdict; none where there is to be no cell, or no such window.
    public let verdict: Verdict?
    /// Why it is unknown.
    let reason: String?
    /// Whether it was kept after its day.
    let isLate: Bool
    /// Whether it was recorded after its day.
    let isFiledLate: Bool
    /// How it weighs; none where the test does not ask.
    let severity: Severity?

    init(
        window: Day?, verdict: Verdict?, reason: String?, isLate: Bool, isFiledLate: Bool, severity: Severity?
    ) {
        self.window = window
        self.verdict = verdict
        self.reason = reason
        self.isLate = isLate
        self.isFiledLate = isFiledLate
        self.severity = severity
    }

    /// What was said, as far as a test asks.
    init(_ explanation: Explanation, like asked: PackExpectation) {
        self.init(
            window: asked.window, verdict: explanation.verdict, reason: explanation.reason?.description,
            isLate: explanation.duty?.isLate ?? false, isFiledLate: explanation.duty?.isFiledLate ?? false,
            severity: asked.severity == nil ? nil : explanation.severity)
    }

    /// The verdict with its reason, its flags and its weight, such as `unknown no-source` or `met late`.
    public var description: String {
        guard let verdict = self.verdict else { return self.window == nil ? "no cell" : "no such window" }
        let additions = [
            self.reason, self.isLate ? "late" : nil, self.isFiledLate ? "filed-late" : nil, self.severity?.rawValue,
        ]
        return ([verdict.rawValue] + additions.compactMap { $0 }).joined(separator: " ")
    }
}
