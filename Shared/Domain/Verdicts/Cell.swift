/// What can be said of one requirement for one unit: a square of the board.
public struct Cell: Hashable, Sendable {
    /// The requirement.
    public let requirement: RequirementID
    /// The one word that stands for all windows.
    public internal(set) var word: Verdict
    /// Why the word of a limit is unknown; windows have reasons of their own.
    public internal(set) var reason: UnknownReason?
    /// How it weighs where it is not met: as the requirement says, but where what a limit counts is not there at all.
    public internal(set) var severity: Severity
    /// The windows that have begun, the earliest first; a limit has none.
    public let duties: [Duty]
    /// The duty that gives the cell its word: the last closed window's where that is not met or unknown, else the
    /// running window's, else the last closed one's. Of two that run, or closed together, it is the one that began
    /// last.
    public let deciding: Duty?
    /// The first instant at which a window here begins, is due soon or ends, or its time of filing does, where the
    /// viewpoint moves with the clock: with `UnitFacts.nextEffect`, the first at which any verdict can change although
    /// nothing happens. None where it was asked as of one instant and known at another.
    public let nextChange: Instant?
}

/// What can be said of one requirement for one unit in one window.
public struct Duty: Hashable, Sendable {
    /// The days in which it is owed.
    public var window: Period { self.slot.period }
    /// The window with the days on which it is kept late: what bears on it took place on one of these.
    public var days: Period { self.slot.days }
    /// The last day on which it can be kept in time.
    public var due: Day { self.slot.period.through }
    /// What can be said of it.
    public internal(set) var verdict: Verdict
    /// Whether it was kept, but after its day.
    public internal(set) var isLate = false
    /// Whether it was kept in time, but not yet known to be so when the window ended.
    public internal(set) var isFiledLate = false
    /// Why the verdict is unknown.
    public internal(set) var reason: UnknownReason?
    /// The window, and how long after it is late.
    let slot: DutyWindow

    init(window: DutyWindow, verdict: Verdict) {
        self.slot = window
        self.verdict = verdict
    }
}

extension [Duty] {
    /// The duty that gives a cell its word, seen as of an instant.
    func deciding(asOf: Instant) -> Duty? {
        let running = self.filter { asOf < $0.window.end }.max { $0.window.from < $1.window.from }
        let closed = self.filter { $0.window.end <= asOf }.max { left, right in
            (left.window.through, left.window.from) < (right.window.through, right.window.from)
        }
        if let closed, closed.verdict == .notMet || closed.verdict == .unknown { return closed }
        return running ?? closed
    }
}
