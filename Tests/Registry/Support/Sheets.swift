import Domain
import Messages

@testable import Registry

/// Files of the register as an import carries them, written as people write them: cells with bars between them.
enum Sheets {
    /// Rows of `units`: `code|name|kind|category|parent|from|to|recorded`, missing cells blank.
    static func units(_ rows: String..., of importID: String = "imp-1") -> ImportRows {
        self.sheet(.units, "units.csv", rows, importID)
    }

    /// Rows of `members`: `unit|date|formal|probationary|recorded`.
    static func members(_ rows: String..., of importID: String = "imp-1") -> ImportRows {
        self.sheet(.members, "members.csv", rows, importID)
    }

    /// Rows of `committees`: `unit|elected|years|members|recorded`.
    static func committees(_ rows: String..., of importID: String = "imp-1") -> ImportRows {
        self.sheet(.committees, "committees.csv", rows, importID)
    }

    /// Rows of `posts`: `unit|post|person|from|to|recorded`.
    static func posts(_ rows: String..., of importID: String = "imp-1") -> ImportRows {
        self.sheet(.posts, "posts.csv", rows, importID)
    }

    /// Rows of `sources`: `source|name|owner|unit|kinds|every|from|to|recorded`.
    static func sources(_ rows: String..., of importID: String = "imp-1") -> ImportRows {
        self.sheet(.sources, "sources.csv", rows, importID)
    }

    private static func sheet(
        _ file: RegisterFile, _ name: String, _ rows: [String], _ importID: String
    ) -> ImportRows {
        let columns = file.requiredColumns + file.optionalColumns
        return ImportRows(
            importID: importID, file: file, name: name, columns: columns,
            rows: rows.enumerated().map { place, row in
                let cells = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
                let blanks = [String](repeating: "", count: columns.count - cells.count)
                return ImportRows.Row(line: place + 2, cells: cells + blanks)
            })
    }

    /// A college with one general branch and one branch of it.
    static let college = Self.units(
        "c|党委|committee|||2018-09-01", "g-01|机电党总支|general-branch||c|2018-09-01",
        "b-0101|教工支部|branch|teacher|g-01|2018-09-01")
}

extension Instant {
    /// An instant of a test's own text.
    static func at(_ text: String) throws -> Instant {
        guard let instant = Instant(text) ?? Day(text)?.start else { throw BadText(text: text) }
        return instant
    }
}

/// A test's own text is not what it should be.
struct BadText: Error {
    let text: String
}

/// A register that has taken in some imports.
struct RegisterDesk {
    var register = Register()
    var accepted: Instant

    init(accepted: String = "2021-05-05") throws { self.accepted = try .at(accepted) }

    /// Takes the parts of an import; gives what changed, or fails.
    @discardableResult
    mutating func take(_ parts: ImportRows...) throws -> (changes: [RegisterChange], outcome: ImportOutcome) {
        switch self.register.take(ImportContent(parts), of: "imp-1", accepted: self.accepted) {
        case .sound(let changes, let outcome): return (changes, outcome)
        case .faulty(let faults): throw Refused(faults: faults)
        }
    }

    /// The faults for which an import is refused, as `file:line column code`.
    mutating func faults(_ parts: ImportRows...) -> [String] {
        guard case .faulty(let faults) = self.register.take(ImportContent(parts), of: "imp-1", accepted: self.accepted)
        else { return [] }
        return faults.map { "\($0.file):\($0.line) \($0.column) \($0.code)" }
    }

    /// An import that should have been sound was not.
    struct Refused: Error {
        let faults: [RowFault]
    }
}
