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
    private(set) var committees: [Placed<CommitteeRow>] = []
    private(set) var posts: [Placed<PostRow>] = []
    private(set) var sources: [Placed<SourceRow>] = []
    private(set) var faults: [RowFault] = []

    /// Reads the parts of an import.
    init(_ parts: [ImportRows]) {
        for part in parts {
            switch part.file {
            case .units: self.read(part, into: \.units)
            case .members: self.read(part, into: \.members)
            case .committees: self.read(part, into: \.committees)
            case .posts: self.read(part, into: \.posts)
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

    /// How many rows of each file there are.
    var rowCounts: [RegisterFile: Int] {
        [
            .units: self.units.count, .members: self.members.count, .committees: self.committees.count,
            .posts: self.posts.count, .sources: self.sources.count,
        ]
    }

    /// Every unit that a row names.
    var unitCodes: Set<UnitCode> {
        var codes: Set<UnitCode> = []
        for unit in self.units {
            codes.insert(unit.row.code)
            if let parent = unit.row.parent { codes.insert(parent) }
        }
        for member in self.members { codes.insert(member.row.unit) }
        for committee in self.committees { codes.insert(committee.row.unit) }
        for post in self.posts { codes.insert(post.row.unit) }
        for source in self.sources {
            codes.insert(source.row.unit)
            if case .post(_, let unit) = source.row.owner { codes.insert(unit) }
        }
        return codes
    }
}
