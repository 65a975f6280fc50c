/// Which units a requirement binds. The kinds also say in which rows of the board it has a cell; where the rest does
/// not hold, it is not applicable there.
public struct Binding: Hashable, Sendable {
    /// Their kinds.
    public let kinds: [UnitKind]
    /// The categories of branches that it does not bind.
    public let exceptCategories: [UnitCategory]
    /// Whether a committee must be in office.
    public let committee: CommitteeCondition?
    /// The fewest formal members that a unit must have, where that matters.
    public let minimumFormalMembers: Int?

    /// Units of these kinds, where the rest holds.
    public init(
        kinds: [UnitKind], exceptCategories: [UnitCategory] = [], committee: CommitteeCondition? = nil,
        minimumFormalMembers: Int? = nil
    ) {
        self.kinds = kinds
        self.exceptCategories = exceptCategories
        self.committee = committee
        self.minimumFormalMembers = minimumFormalMembers
    }
}

/// What must be so of a unit's committee.
public enum CommitteeCondition: String, CaseIterable, Sendable {
    /// One is in office, its term expired or not.
    case inOffice = "in-office"
}
