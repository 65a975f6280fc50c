public import Domain

/// A row of `units`: what holds of a unit from a day on.
public struct UnitRow: RegisterRow, Hashable {
    /// The file `units`.
    public static let file = RegisterFile.units

    /// The unit.
    public let code: UnitCode
    /// Its name.
    public let name: String
    /// What it is.
    public let kind: UnitKind
    /// Whom a branch gathers.
    public let category: UnitCategory?
    /// The unit above it; nil for the top of the tree.
    public let parent: UnitCode?
    /// The first day that this holds.
    public let from: Day
    /// The unit's last day.
    public let through: Day?
    /// When it was recorded, where the row says so.
    public let recorded: Instant?

    /// Reads a row of `units`.
    public init(_ row: ImportRows.Row, of rows: ImportRows) throws(RowFault) {
        self = try rows.cells(of: row) { cells throws(Misread) in try Self(cells) }
    }

    private init(_ cells: RowReader) throws(Misread) {
        self.code = try cells.required("code", readUnit)
        self.name = try cells.required("name", readText)
        self.kind = try cells.required("kind", readWord)
        self.category = try cells.optional("category", readWord)
        self.parent = try cells.optional("parent", readUnit)
        self.from = try cells.required("from", readDay)
        self.through = try cells.lastDay(notBefore: self.from)
        self.recorded = try cells.optional("recorded", readInstant)
    }

    /// The instant from which the row counts as known: a back-fill that does not say when it was recorded knows no
    /// better than the day it speaks of.
    public var known: Instant { self.recorded ?? self.from.start }
}
