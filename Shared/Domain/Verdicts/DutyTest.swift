/// What the tests that are judged in windows differ in: which windows there are, and when what is owed is there.
protocol DutyTest {
    /// From how long before the end of a window on it is due soon.
    var lead: LeadTime { get }
    /// For how many days after the end of a window offices still record what took place in it.
    var filingDays: Int { get }
    /// What is owed in which days the unit must have existed.
    var existence: Existence { get }
    /// The record by which it is kept; none where the register alone tells, which is never behind.
    var record: RecordRule? { get }

    /// Whether the unit has the cell, beyond being of a kind that is bound.
    func hasCell(_ facts: UnitFacts, _ view: Viewpoint) -> Bool
    /// Whether there is somebody who owes it on a day.
    func hasDebtor(_ facts: UnitFacts, on day: Day, _ view: Viewpoint) -> Bool
    /// The windows that have begun, the earliest first.
    /// - Parameter days: Only those of which a day, not counting those on which it is late, lies among these; all where
    ///   nil.
    func windows(_ facts: UnitFacts, _ view: Viewpoint, meeting days: Period?) -> [DutyWindow]
    /// Whether what is owed in a window is there.
    func keeping(of window: DutyWindow, _ facts: UnitFacts, _ view: Viewpoint) -> Keeping
    /// The first instant after now at which a window begins although nothing happens.
    func nextWindow(_ facts: UnitFacts, _ view: Viewpoint) -> Instant?
}

/// The days in which something is owed.
struct DutyWindow: Hashable, Sendable {
    /// The days in which it is kept in time.
    let period: Period
    /// The last day on which it is kept late; none where it cannot be.
    let lateThrough: Day?

    init(_ period: Period, lateThrough: Day? = nil) {
        self.period = period
        self.lateThrough = lateThrough
    }

    /// The days after the window on which it is kept late; none where there are none.
    var late: Period? {
        self.lateThrough.flatMap {
            $0 > self.period.through ? Period(from: self.period.through.next, through: $0) : nil
        }
    }

    /// The window with the days on which it is kept late: what bears on it took place on one of these.
    var days: Period { self.late.map { self.period.joined(with: $0) } ?? self.period }
}

/// Whether what is owed is there.
enum Keeping {
    case inTime
    case late
    case not
}

/// On which days a unit must exist to be bound in a window.
enum Existence {
    /// On all days of the window; while it runs, up to the as-of day.
    case throughout
    /// On the as-of day.
    case asOf
}

/// What is kept by a record.
extension DutyTest {
    var existence: Existence { .throughout }

    func hasDebtor(_ facts: UnitFacts, on day: Day, _ view: Viewpoint) -> Bool { true }

    func hasCell(_ facts: UnitFacts, _ view: Viewpoint) -> Bool { true }

    func keeping(of window: DutyWindow, _ facts: UnitFacts, _ view: Viewpoint) -> Keeping {
        guard let record = self.record else { return .not }
        if facts.hasRecord(record, within: window.period, view) { return .inTime }
        guard let late = window.late else { return .not }
        return facts.hasRecord(record, within: late, view) ? .late : .not
    }
}
