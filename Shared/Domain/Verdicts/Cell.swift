/// What can be said of one requirement for one unit: a square of the board.
public struct Cell: Hashable, Sendable {
    /// The requirement.
    public let requirement: RequirementID
    /// The one word that stands for all windows.
    public let word: Verdict
    /// Why the word of a limit is unknown; windows have reasons of their own.
    public let reason: UnknownReason?
    /// The windows that have begun, the earliest first; a limit has none.
    public let duties: [Duty]
    /// The first instant at which any verdict here can change although nothing happens, where the viewpoint moves with
    /// the clock. None where nothing would, and none where it was asked as of one instant and known at another.
    public let nextChange: Instant?

    /// The duty that gives the cell its word: the last closed window's where that is not met or unknown, else the
    /// running window's (of two, the one that began last), else the last closed one's.
    public func decidingDuty(asOf: Instant) -> Duty? {
        Self.decidingDuty(of: self.duties, asOf: asOf)
    }

    static func decidingDuty(of duties: [Duty], asOf: Instant) -> Duty? {
        var closed: Duty?
        var running: Duty?
        for duty in duties {
            if asOf < duty.window.end {
                if running.map({ $0.window.from <= duty.window.from }) ?? true { running = duty }
            } else if closed.map({ $0.window.through <= duty.window.through }) ?? true {
                closed = duty
            }
        }
        if let closed, closed.verdict == .notMet || closed.verdict == .unknown { return closed }
        return running ?? closed
    }
}

/// What can be said of one requirement for one unit in one window.
public struct Duty: Hashable, Sendable {
    /// The days in which it is owed.
    public let window: Period
    /// The last day on which it can be kept in time.
    public let due: Day
    /// What can be said of it.
    public let verdict: Verdict
    /// Whether it was kept, but after its day.
    public let isLate: Bool
    /// Whether it was kept in time, but not yet known to be so when the window ended.
    public let isFiledLate: Bool
    /// Why the verdict is unknown.
    public let reason: UnknownReason?

    init(
        window: Period, due: Day, verdict: Verdict, isLate: Bool = false, isFiledLate: Bool = false,
        reason: UnknownReason? = nil
    ) {
        self.window = window
        self.due = due
        self.verdict = verdict
        self.isLate = isLate
        self.isFiledLate = isFiledLate
        self.reason = reason
    }
}
