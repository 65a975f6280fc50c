/// Something takes place in every calendar window.
public struct Cadence: Hashable, Sendable {
    /// What takes place, and what it must be to count.
    public let record: RecordRule
    /// How often.
    public let every: Frequency
    /// From how long before the end of a window on it is due soon.
    public let lead: LeadTime
    /// For how many days after the end of a window offices still record what took place in it.
    public let filingDays: Int

    /// One activity in every window.
    public init(record: RecordRule, every: Frequency, lead: LeadTime, filingDays: Int) {
        self.record = record
        self.every = every
        self.lead = lead
        self.filingDays = filingDays
    }
}
