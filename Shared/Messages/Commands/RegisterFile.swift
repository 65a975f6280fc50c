/// A file of the register, as an import carries it. Its header row says which one it is.
public enum RegisterFile: String, CaseIterable, Sendable {
    /// Units, and what changes about them from a day on.
    case units
    /// How many members a unit has from a day on.
    case members
    /// When a unit's committee was elected and for how long, and who joined or left it since.
    case committees
    /// Who holds which post at a unit.
    case posts
    /// Which source is expected to report what.
    case sources

    /// The columns that a header must have, in the order in which a template shows them.
    public var requiredColumns: [String] {
        switch self {
        case .units: ["code", "name", "kind", "category", "parent", "from", "to"]
        case .members: ["unit", "date", "formal", "probationary"]
        case .committees: ["unit", "elected", "years", "members"]
        case .posts: ["unit", "post", "person", "from", "to"]
        case .sources: ["source", "name", "owner", "unit", "kinds", "every"]
        }
    }

    /// The columns that a header may have besides. Every file may say when a row was recorded.
    public var optionalColumns: [String] {
        switch self {
        case .units, .members, .committees, .posts: ["recorded"]
        case .sources: ["from", "to", "recorded"]
        }
    }

    /// Whether the columns are those of this file, in any order.
    public func accepts(_ columns: [String]) -> Bool {
        isHeader(columns, required: self.requiredColumns, optional: self.optionalColumns)
    }
}

/// Whether columns are those of a file: all that it must have, none that it does not know, none twice.
func isHeader(_ columns: [String], required: [String], optional: [String]) -> Bool {
    let given = Set(columns)
    return given.count == columns.count && given.isSuperset(of: required) && given.isSubset(of: required + optional)
}

extension RegisterFile: ListedWord {
    static let words = WordList(Self.self)
}
