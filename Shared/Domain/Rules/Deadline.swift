/// Something takes place once, within a window; afterwards it is late.
public struct Deadline: Hashable, Sendable {
    /// What takes place, and what it must be to count.
    public let record: RecordRule
    /// The days in which it is in time.
    public let window: Period
    /// From how long before the end of the window on it is due soon.
    public let lead: LeadTime
    /// For how many days after the end of the window offices still record what took place in it.
    public let filingDays: Int

    /// One activity in one window.
    public init(record: RecordRule, window: Period, lead: LeadTime, filingDays: Int) {
        self.record = record
        self.window = window
        self.lead = lead
        self.filingDays = filingDays
    }
}
