internal import Domain

/// What was found of a duty.
struct Finding: Hashable, Sendable {
    let verdict: Verdict
    var isLate = false
    var isFiledLate = false
    /// Why the verdict is unknown, as the board says it.
    var reason: String?
}

extension Finding {
    /// What was found of one window.
    init(_ duty: Duty) {
        self.init(
            verdict: duty.verdict, isLate: duty.isLate, isFiledLate: duty.isFiledLate,
            reason: duty.reason?.description)
    }

    /// What was found of a limit.
    init(limit cell: Cell) {
        self.init(verdict: cell.word, reason: cell.reason?.description)
    }
}

/// A finding that is remembered.
struct KnownFinding: Hashable, Sendable {
    /// The duty's window; none for a limit.
    let window: Period?
    let finding: Finding
}

/// A duty of which something else was found than before.
struct FindingChange: Hashable, Sendable {
    let unit: UnitCode
    let duty: DutyName
    /// The duty's window; none for a limit.
    let window: Period?
    /// What was found before; none where the duty is new.
    let before: Finding?
    let after: Finding
}
