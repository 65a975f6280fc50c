public import Domain

/// A row of `posts`: who holds a post at a unit, and while when.
public struct PostRow: RegisterRow, Hashable {
    /// The file `posts`.
    public static let file = RegisterFile.posts

    /// The unit.
    public let unit: UnitCode
    /// The post.
    public let post: RoleName
    /// Who holds it.
    public let person: PersonID
    /// The first day.
    public let from: Day
    /// The last day.
    public let through: Day?
    /// When it was recorded, where the row says so.
    public let recorded: Instant?

    /// Reads a row of `posts`.
    public init(_ row: ImportRows.Row, of rows: ImportRows) throws(RowFault) {
        self = try rows.cells(of: row) { cells throws(Misread) in try Self(cells) }
    }

    private init(_ cells: RowReader) throws(Misread) {
        self.unit = try cells.required("unit", readUnit)
        self.post = try cells.required("post", readPost)
        self.person = try cells.required("person", readPerson)
        self.from = try cells.required("from", readDay)
        self.through = try cells.lastDay(notBefore: self.from)
        self.recorded = try cells.optional("recorded", readInstant)
    }

    /// The instant from which the row counts as known: a back-fill that does not say when it was recorded knows no
    /// better than the day it speaks of.
    public var known: Instant { self.recorded ?? self.from.start }
}
