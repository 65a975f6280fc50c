/// What the register expects of a source: which kinds of activity it reports for which subtree, how often it says that
/// it is up to date, and while when.
///
/// There is one row for each source and subtree; of several versions of it the newest known counts.
public struct ReportingDuty: Hashable, Sendable {
    /// Who reports.
    public let source: SourceName
    /// What people call it.
    public let name: String
    /// Who is to be asked when it falls behind.
    public let owner: SourceOwner
    /// The unit whose subtree it reports.
    public let unit: UnitCode
    /// The kinds of activity it reports.
    public let kinds: Set<ActivityKind>
    /// How often a watermark is expected.
    public let every: CalendarInterval
    /// The first day that it reports; none where it always has.
    public let from: Day?
    /// The last day that it reports, where it is known.
    public let through: Day?
    /// When this became known.
    public let recorded: Instant
    /// The order in which rows took effect, which decides between those recorded at the same instant.
    public let order: Int64

    /// A row of the register's `sources`.
    public init(
        source: SourceName, name: String, owner: SourceOwner, unit: UnitCode, kinds: Set<ActivityKind>,
        every: CalendarInterval, from: Day? = nil, through: Day? = nil, recorded: Instant, order: Int64
    ) {
        self.source = source
        self.name = name
        self.owner = owner
        self.unit = unit
        self.kinds = kinds
        self.every = every
        self.from = from
        self.through = through
        self.recorded = recorded
        self.order = order
    }
}

/// Whoever answers for a source.
public enum SourceOwner: Hashable, Sendable {
    /// Who holds a post at a unit, written `POST@UNIT`.
    case post(RoleName, UnitCode)
    /// A person.
    case person(PersonID)

    /// Reads `POST@UNIT` or the id of a person; nil where a part is empty.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        if parts.count == 1 {
            self = .person(PersonID(rawValue: String(parts[0])))
        } else {
            self = .post(RoleName(rawValue: String(parts[0])), UnitCode(rawValue: String(parts[1])))
        }
    }
}

extension SourceOwner: CustomStringConvertible {
    /// `POST@UNIT` or the id of the person, as the register's file has it.
    public var description: String {
        switch self {
        case .post(let role, let unit): "\(role)@\(unit)"
        case .person(let person): person.rawValue
        }
    }
}
