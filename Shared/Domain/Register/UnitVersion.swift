/// What the register says of a unit from a day on.
///
/// Rows of one code follow each other: a later one ends the earlier the day before it begins. Two rows of one code and
/// one `from` are versions of the same statement, of which the newest known counts.
public struct UnitVersion: Hashable, Sendable {
    /// The unit.
    public let code: UnitCode
    /// Its name.
    public let name: String
    /// What it is.
    public let kind: UnitKind
    /// Of a branch: whom it gathers.
    public let category: UnitCategory?
    /// The unit above it; none for the top of the tree.
    public let parent: UnitCode?
    /// The first day that this holds.
    public let from: Day
    /// The unit's last day, where it is known to have one.
    public let through: Day?
    /// When this became known.
    public let recorded: Instant
    /// The order in which rows took effect, which decides between those recorded at the same instant.
    public let order: Int64

    /// A row of the register's `units`.
    public init(
        code: UnitCode, name: String, kind: UnitKind, category: UnitCategory? = nil, parent: UnitCode? = nil,
        from: Day, through: Day? = nil, recorded: Instant, order: Int64
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.category = category
        self.parent = parent
        self.from = from
        self.through = through
        self.recorded = recorded
        self.order = order
    }
}

/// What a unit is.
public enum UnitKind: String, CaseIterable, Sendable {
    /// A Party committee.
    case committee
    /// A general branch, with branches below it.
    case generalBranch = "general-branch"
    /// A branch.
    case branch
    /// A Party group within a branch.
    case group
}

extension UnitKind {
    /// The post of whoever leads such a unit, as the register's `posts` name it.
    public var leadingPost: RoleName {
        switch self {
        case .committee: "committee-secretary"
        case .generalBranch: "general-branch-secretary"
        case .branch: "branch-secretary"
        case .group: "group-leader"
        }
    }
}

/// Whom a branch gathers.
public enum UnitCategory: String, CaseIterable, Sendable {
    /// Teachers.
    case teacher
    /// Students.
    case student
    /// Administrative staff.
    case administrative
    /// Support staff.
    case support
    /// The retired.
    case retired
    /// Members of several bodies, each too small for a branch of its own.
    case joint
    /// The members of a temporary body.
    case temporary
}
