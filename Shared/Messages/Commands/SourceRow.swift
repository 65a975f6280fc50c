public import Domain

/// A row of `sources`: what a source is expected to report for a subtree, how often it says that it is up to date, and
/// while when.
public struct SourceRow: RegisterRow, Hashable {
    /// The file `sources`.
    public static let file = RegisterFile.sources

    /// Who reports.
    public let source: SourceName
    /// What people call it.
    public let name: String
    /// Who is to be asked when it falls behind.
    public let owner: SourceOwner
    /// The unit whose subtree it reports.
    public let unit: UnitCode
    /// The kinds that it reports.
    public let kinds: Set<ActivityKind>
    /// How often a watermark is expected.
    public let every: CalendarInterval
    /// The first day that it reports; nil where it always has.
    public let from: Day?
    /// The last day that it reports.
    public let through: Day?
    /// When it was recorded, where the row says so.
    public let recorded: Instant?

    /// Reads a row of `sources`.
    public init(_ row: ImportRows.Row, of rows: ImportRows) throws(RowFault) {
        self = try rows.cells(of: row) { cells throws(Misread) in try Self(cells) }
    }

    private init(_ cells: RowReader) throws(Misread) {
        self.source = SourceName(rawValue: try cells.required("source", readText))
        self.name = try cells.required("name", readText)
        self.owner = try cells.required("owner") { text throws(CellFault) in
            guard let owner = SourceOwner(try readText(text)) else { throw .notOwner }
            if case .person(let person) = owner { _ = try readPerson(person.rawValue) }
            return owner
        }
        self.unit = try cells.required("unit", readUnit)
        self.kinds = try cells.required("kinds") { text throws(CellFault) in
            var kinds: Set<ActivityKind> = []
            for word in text.split(whereSeparator: \.isWhitespace) { kinds.insert(try readWord(String(word))) }
            return kinds
        }
        self.every = try cells.required("every") { text throws(CellFault) in
            guard let interval = CalendarInterval(text) else { throw .notInterval }
            return interval
        }
        self.from = try cells.optional("from", readDay)
        self.through = try cells.lastDay(notBefore: self.from)
        self.recorded = try cells.optional("recorded", readInstant)
    }

    /// The instant from which the row counts as known: one that does not say when it was recorded has always been
    /// known.
    public var known: Instant { self.recorded ?? .distantPast }
}
