public import Domain

/// A row of `members`: how many members a unit has from a day on.
public struct MemberRow: RegisterRow, Hashable {
    /// The file `members`.
    public static let file = RegisterFile.members

    /// The unit.
    public let unit: UnitCode
    /// The first day that this holds.
    public let date: Day
    /// Formal members.
    public let formal: Int
    /// Probationary members.
    public let probationary: Int
    /// When it was recorded, where the row says so.
    public let recorded: Instant?

    /// Reads a row of `members`.
    public init(_ row: ImportRows.Row, of rows: ImportRows) throws(RowFault) {
        self = try rows.cells(of: row) { cells throws(Misread) in try Self(cells) }
    }

    private init(_ cells: RowReader) throws(Misread) {
        self.unit = try cells.required("unit", readUnit)
        self.date = try cells.required("date", readDay)
        self.formal = try cells.required("formal", readWhole)
        self.probationary = try cells.required("probationary", readWhole)
        self.recorded = try cells.optional("recorded", readInstant)
    }

    /// The instant from which the row counts as known: a back-fill that does not say when it was recorded knows no
    /// better than the day it speaks of.
    public var known: Instant { self.recorded ?? self.date.start }
}
