/// Somebody above reminds a unit that its committee's term ends: within a window that lies so many calendar months
/// before the term's last day; afterwards, up to that day, it is late.
public struct ReminderRule: Hashable, Sendable {
    /// The reminder, and what it must be to count.
    public let record: RecordRule
    /// How many calendar months before the term's last day the window's first day lies.
    public let monthsBeforeFrom: Int
    /// How many calendar months before the term's last day the window's last day lies; fewer than to the first.
    public let monthsBeforeThrough: Int
    /// From how long before the end of the window on it is due soon.
    public let lead: LeadTime

    /// A reminder between so many months before a term's last day.
    public init(record: RecordRule, monthsBeforeFrom: Int, monthsBeforeThrough: Int, lead: LeadTime) {
        self.record = record
        self.monthsBeforeFrom = monthsBeforeFrom
        self.monthsBeforeThrough = monthsBeforeThrough
        self.lead = lead
    }

    /// The days in which a reminder of a term's end is in time.
    func window(beforeTermEnding last: Day) -> Period {
        Period(
            from: last.adding(months: -self.monthsBeforeFrom), through: last.adding(months: -self.monthsBeforeThrough))
    }
}
