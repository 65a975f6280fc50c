/// What the register says of a unit's committee from a day on: that it was elected for a term, or that somebody joined
/// or left it and the term goes on.
///
/// Two rows of one unit and one day are versions of the same statement, of which the newest known counts.
public struct CommitteeVersion: Hashable, Sendable {
    /// The unit.
    public let unit: UnitCode
    /// The day of the election or of the change.
    public let date: Day
    /// The length of the term in years; none where nobody was elected and the term goes on.
    public let years: Int?
    /// How many sit on it.
    public let members: Int
    /// When this became known.
    public let recorded: Instant
    /// The order in which rows took effect, which decides between those recorded at the same instant.
    public let order: Int64

    /// A row of the register's `committees`.
    public init(unit: UnitCode, date: Day, years: Int?, members: Int, recorded: Instant, order: Int64) {
        self.unit = unit
        self.date = date
        self.years = years
        self.members = members
        self.recorded = recorded
        self.order = order
    }
}
