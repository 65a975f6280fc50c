internal import Pipeline
internal import Postgres

/// Compares the rows that follow from a journal with those that are stored.
///
/// Both are met in much the same order, and what has met is forgotten: what is held are the rows of either side that
/// the other has not come to yet.
struct TableComparison {
    private let table: ProjectedTable
    private var stored: StoredRows
    private var expected: [String: ProjectedRow] = [:]
    private var unclaimed: [String: StoredRows.Row] = [:]
    private var found = Discrepancies()
    private var unknownColumns: Set<String> = []
    /// How many stored rows were compared.
    private(set) var count = 0

    init(of table: ProjectedTable, on connection: Connection) {
        self.table = table
        self.stored = StoredRows(of: table, on: connection)
    }

    /// A row that has to be there; of two with one key the later counts.
    mutating func expect(_ row: ProjectedRow) {
        let name = self.table.name(of: row.columns)
        if let stored = self.unclaimed.removeValue(forKey: name) {
            self.compare(stored, with: row, name)
        } else {
            self.expected[name] = row
        }
    }

    /// Reads the stored rows that entries up to a number have brought; all where nil.
    mutating func read(through number: JournalNumber?) async throws {
        while let row = try await self.stored.next(through: number) {
            self.count += 1
            let name = self.table.name(of: row)
            if let expected = self.expected.removeValue(forKey: name) {
                self.compare(row, with: expected, name)
            } else if let other = self.unclaimed.updateValue(row, forKey: name) {
                self.found.append(self.surplus(other, name))
            }
        }
    }

    /// What differs, when all rows that have to be there are known.
    mutating func end() async throws -> Discrepancies {
        try await self.read(through: nil)
        let alone =
            self.unclaimed.map { self.surplus($1, $0) }
            + self.expected.map { self.discrepancy($1.number, $0, found: "no row", expected: "a row") }
        for discrepancy in alone.sorted() { self.found.append(discrepancy) }
        for column in self.unknownColumns.sorted() {
            self.found.append(
                self.discrepancy(
                    nil, nil, found: "a column \(column)", expected: "only columns that this program can rebuild"))
        }
        return self.found
    }

    private mutating func compare(_ stored: StoredRows.Row, with expected: ProjectedRow, _ name: String) {
        self.unknownColumns.formUnion(stored.keys.filter { expected.columns[$0] == nil })
        let differing = expected.columns.keys.sorted().filter { (stored[$0] ?? .null) != expected.columns[$0] }
        guard !differing.isEmpty else { return }
        self.found.append(
            self.discrepancy(
                expected.number, name, found: Self.text(of: differing, in: stored),
                expected: Self.text(of: differing, in: expected.columns)))
    }

    private func surplus(_ row: StoredRows.Row, _ name: String) -> Discrepancy {
        self.discrepancy(StoredRows.number(of: row), name, found: "a row", expected: "none")
    }

    private func discrepancy(
        _ number: JournalNumber?, _ name: String?, found: String, expected: String
    ) -> Discrepancy {
        Discrepancy(self.table.service, number, .table(self.table.name, row: name), found: found, expected: expected)
    }

    private static func text(of columns: [String], in row: [String: ProjectedValue]) -> String {
        columns.map { "\($0) \(row[$0] ?? .null)" }.joined(separator: ", ")
    }
}
