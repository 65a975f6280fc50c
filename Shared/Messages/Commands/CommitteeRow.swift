public import Domain

/// A row of `committees`: that a unit's committee was elected for a term, or that somebody joined or left it and the
/// term goes on.
public struct CommitteeRow: RegisterRow, Hashable {
    /// The file `committees`.
    public static let file = RegisterFile.committees

    /// The unit.
    public let unit: UnitCode
    /// The day of the election or of the change.
    public let elected: Day
    /// The length of the term in years; nil where nobody was elected and the term goes on.
    public let years: Int?
    /// How many sit on it.
    public let members: Int
    /// When it was recorded, where the row says so.
    public let recorded: Instant?

    /// Reads a row of `committees`.
    public init(_ row: ImportRows.Row, of rows: ImportRows) throws(RowFault) {
        self = try rows.cells(of: row) { cells throws(Misread) in try Self(cells) }
    }

    private init(_ cells: RowReader) throws(Misread) {
        self.unit = try cells.required("unit", readUnit)
        self.elected = try cells.required("elected", readDay)
        self.years = try cells.optional("years") { text throws(CellFault) in try readWhole(text, in: 1...10) }
        self.members = try cells.required("members") { text throws(CellFault) in try readWhole(text, in: 0...99) }
        self.recorded = try cells.optional("recorded", readInstant)
    }

    /// The instant from which the row counts as known: a back-fill that does not say when it was recorded knows no
    /// better than the day it speaks of.
    public var known: Instant { self.recorded ?? self.elected.start }
}
