internal import Messages
internal import ServiceKit

/// What a file to be imported is, which its header row tells: one of the register's, which travel to the registry, or
/// `people`, which travels nowhere.
enum SheetKind: String, CaseIterable, ExpressibleByArgument {
    case units
    case members
    case committees
    case posts
    case people
    case sources

    /// The register's file of that name; nil for `people`.
    var registerFile: RegisterFile? { RegisterFile(rawValue: self.rawValue) }

    /// The columns that a header must have.
    var requiredColumns: [String] { self.registerFile?.requiredColumns ?? PersonRow.requiredColumns }

    /// All columns, as a template shows them.
    var allColumns: [String] {
        self.requiredColumns + (self.registerFile?.optionalColumns ?? PersonRow.optionalColumns)
    }

    /// The kind that has these columns, in any order; nil where none has exactly them.
    init?(columns: [String]) {
        let kind = Self.allCases.first { $0.registerFile?.accepts(columns) ?? PersonRow.accepts(columns) }
        guard let kind else { return nil }
        self = kind
    }

    /// How many names must change for columns to be those of this kind.
    func distance(to columns: [String]) -> Int {
        Set(columns).subtracting(self.allColumns).count + Set(self.requiredColumns).subtracting(columns).count
    }
}
