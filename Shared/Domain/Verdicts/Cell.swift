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
    /// The duty that gives the cell its word: the last closed window's where that is not met or unknown, else the
    /// running window's (of two, the one that began last), else the last closed one's.
    public let deciding: Duty?
    /// The first instant at which any verdict here can change although nothing happens, where the viewpoint moves with
    /// the clock. None where nothing would, and none where it was asked as of one instant and known at another.
    public let nextChange: Instant?
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

extension [Duty] {
    /// The duty that gives a cell its word, seen as of an instant.
    func deciding(asOf: Instant) -> Duty? {
        let running = self.filter { asOf < $0.window.end }.max { $0.window.from < $1.window.from }
        let closed = self.filter { $0.window.end <= asOf }.max { $0.window.through < $1.window.through }
        if let closed, closed.verdict == .notMet || closed.verdict == .unknown { return closed }
        return running ?? closed
    }
}
