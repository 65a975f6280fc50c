/// Who holds a post at a unit, and while when. Several may hold one post.
///
/// Two rows of one post, person and first day are versions of the same statement, of which the newest known counts.
public struct PostHolding: Hashable, Sendable {
    /// The unit.
    public let unit: UnitCode
    /// The post.
    public let post: RoleName
    /// Who holds it.
    public let person: PersonID
    /// The first day.
    public let from: Day
    /// The last day, where it is known.
    public let through: Day?
    /// When this became known.
    public let recorded: Instant
    /// The order in which rows took effect, which decides between those recorded at the same instant.
    public let order: Int64

    /// A row of the register's `posts`.
    public init(
        unit: UnitCode, post: RoleName, person: PersonID, from: Day, through: Day?, recorded: Instant, order: Int64
    ) {
        self.unit = unit
        self.post = post
        self.person = person
        self.from = from
        self.through = through
        self.recorded = recorded
        self.order = order
    }
}
