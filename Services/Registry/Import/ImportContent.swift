internal import Domain
internal import Messages

/// A row of an import, and where it stands.
struct Placed<Row: RegisterRow>: Sendable {
    /// What it says.
    let row: Row
    /// The file.
    let file: String
    /// The line of the file.
    let line: Int
}

/// All rows of an import, in the order in which they were sent, with the faults of those that cannot be read.
struct ImportContent: Sendable {
    private(set) var units: [Placed<UnitRow>] = []
    private(set) var members: [Placed<MemberRow>] = []
    private(set) var sources: [Placed<SourceRow>] = []
    private(set) var faults: [RowFault] = []

    /// Reads the parts of an import.
    init(_ parts: [ImportRows]) {
        for part in parts {
            switch part.file {
            case .units: self.read(part, into: \.units)
            case .members: self.read(part, into: \.members)
            case .sources: self.read(part, into: \.sources)
            }
        }
    }

    private mutating func read<Row>(_ part: ImportRows, into rows: WritableKeyPath<Self, [Placed<Row>]>) {
        for row in part.rows {
            do throws(RowFault) {
                let read = try Row(row, of: part)
                self[keyPath: rows].append(Placed(row: read, file: part.name, line: row.line))
            } catch {
                self.faults.append(error)
            }
        }
    }

    /// Every unit that a row names.
    var unitCodes: Set<UnitCode> {
        var codes: Set<UnitCode> = []
        for unit in self.units {
            codes.insert(unit.row.code)
            if let parent = unit.row.parent { codes.insert(parent) }
        }
        for member in self.members { codes.insert(member.row.unit) }
        for source in self.sources {
            codes.insert(source.row.unit)
            if case .post(_, let unit) = source.row.owner { codes.insert(unit) }
        }
        return codes
    }
}
