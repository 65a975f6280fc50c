public import Domain

/// A row of the file `people`: the name of a person and how to reach them.
///
/// Its cells are read as those of the register's files, and it is part of no message: what it holds goes to the
/// protected table alone, never over a topic.
public struct PersonRow: Hashable, Sendable {
    /// The columns that a header must have, in the order in which a template shows them.
    public static let requiredColumns = ["person", "name", "mobile", "email"]
    /// The columns that a header may have besides.
    public static let optionalColumns = ["recorded"]

    /// The person.
    public let person: PersonID
    /// Their name.
    public let name: String
    /// Their mobile number.
    public let mobile: String?
    /// Their address.
    public let email: String?
    /// When it was recorded, where the row says so.
    public let recorded: Instant?

    /// Whether the columns are those of the file, in any order.
    public static func accepts(_ columns: [String]) -> Bool {
        isHeader(columns, required: self.requiredColumns, optional: self.optionalColumns)
    }

    /// Reads a row of those columns. Throws the first fault, with line and column.
    public init(_ row: ImportRows.Row, in columns: [String], of file: String) throws(RowFault) {
        self = try row.cells(in: columns, of: file) { cells throws(Misread) in try Self(cells) }
    }

    private init(_ cells: RowReader) throws(Misread) {
        self.person = try cells.required("person", readPerson)
        self.name = try cells.required("name", readText)
        self.mobile = try cells.optional("mobile", readNumber)
        self.email = try cells.optional("email", readAddress)
        self.recorded = try cells.optional("recorded", readInstant)
    }
}

/// A telephone number: digits, perhaps behind a plus sign and with spaces or hyphens among them.
private func readNumber(_ text: String) throws(CellFault) -> String {
    let rest = text.hasPrefix("+") ? text.dropFirst() : text[...]
    let digits = rest.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (5...15).contains(digits), text.utf8.count <= 32,
        rest.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || " -".utf8.contains($0) })
    else { throw .notNumber }
    return text
}

/// An e-mail address, as far as its form tells one.
private func readAddress(_ text: String) throws(CellFault) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.unicodeScalars.count <= 254,
        isUnitCode(Array(text.utf8).span)
    else { throw .notAddress }
    return text
}
