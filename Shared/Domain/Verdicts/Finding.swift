/// What was found of a duty, as it is remembered and journalled.
public struct Finding: Hashable, Sendable {
    /// What can be said of the duty.
    public let verdict: Verdict
    /// Whether it was kept, but after its day.
    public let isLate: Bool
    /// Whether it was kept in time, but not yet known to be so when the window ended.
    public let isFiledLate: Bool
    /// Why the verdict is unknown, as the board says it.
    public let reason: String?

    /// What was found.
    public init(verdict: Verdict, isLate: Bool = false, isFiledLate: Bool = false, reason: String? = nil) {
        self.verdict = verdict
        self.isLate = isLate
        self.isFiledLate = isFiledLate
        self.reason = reason
    }
}

extension Cell {
    /// What was found of each duty; a limit is one without a window.
    /// - Parameter criterion: The requirement's.
    public func findings(_ criterion: Criterion) -> [(name: DutyName, window: Period?, finding: Finding)] {
        guard criterion.hasWindows else {
            let finding = Finding(verdict: self.word, reason: self.reason?.description)
            return [(DutyName(requirement: self.requirement, from: nil), nil, finding)]
        }
        return self.duties.map { duty in
            let finding = Finding(
                verdict: duty.verdict, isLate: duty.isLate, isFiledLate: duty.isFiledLate,
                reason: duty.reason?.description)
            return (DutyName(requirement: self.requirement, from: duty.window.from), duty.window, finding)
        }
    }
}
