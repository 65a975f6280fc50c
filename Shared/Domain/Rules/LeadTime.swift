/// How long before the end of a window something is due soon.
public enum LeadTime: Hashable, Sendable {
    /// Days.
    case days(Int)
    /// Calendar months.
    case months(Int)

    /// The first day on which what ends before `day` begins is due soon.
    public func beginning(before day: Day) -> Day {
        switch self {
        case .days(let days): day.adding(days: -days)
        case .months(let months): day.adding(months: -months)
        }
    }
}
