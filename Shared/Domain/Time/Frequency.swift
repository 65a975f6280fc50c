/// The calendar windows in which something is owed again and again.
public enum Frequency: String, CaseIterable, Sendable {
    /// Calendar months.
    case month
    /// Quarters, from 1 January, April, July and October.
    case quarter
    /// Half years, from 1 January and July.
    case half
    /// Calendar years.
    case year

    /// How many months a window has.
    public var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .half: 6
        case .year: 12
        }
    }

    /// The window that a day lies in.
    public func window(containing day: Day) -> Period {
        let (_, month, dayOfMonth) = day.civil
        let first = day.adding(days: 1 - dayOfMonth).adding(months: -((month - 1) % self.months))
        return Period(from: first, through: first.adding(months: self.months).previous)
    }

    /// The window right after another.
    public func window(after window: Period) -> Period {
        self.window(containing: window.through.next)
    }
}
