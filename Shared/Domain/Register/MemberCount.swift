/// How many members a unit has from a day on.
///
/// Two rows of one unit and one date are versions of the same statement, of which the newest known counts.
public struct MemberCount: Hashable, Sendable {
    /// The unit.
    public let unit: UnitCode
    /// The first day that this holds.
    public let date: Day
    /// Formal members.
    public let formal: Int
    /// Probationary members.
    public let probationary: Int
    /// When this became known.
    public let recorded: Instant
    /// The order in which rows took effect, which decides between those recorded at the same instant.
    public let order: Int64

    /// A row of the register's `members`.
    public init(unit: UnitCode, date: Day, formal: Int, probationary: Int, recorded: Instant, order: Int64) {
        self.unit = unit
        self.date = date
        self.formal = formal
        self.probationary = probationary
        self.recorded = recorded
        self.order = order
    }

    /// Formal and probationary members.
    public var all: Int { self.formal + self.probationary }
}
