internal import JSON
internal import Pipeline
internal import Postgres

/// The rows that a table holds, read piece by piece in its order.
struct StoredRows {
    typealias Row = [String: ProjectedValue]

    private let table: ProjectedTable
    private let connection: Connection
    private var piece: ArraySlice<Row> = []
    private var isBegun = false
    private var isAtEnd = false

    init(of table: ProjectedTable, on connection: Connection) {
        self.table = table
        self.connection = connection
    }

    /// The next row, if an entry up to `limit` brought it; any where nil.
    mutating func next(through limit: JournalNumber?) async throws -> Row? {
        if self.table.order == .any, limit != nil { return nil }
        if self.piece.isEmpty { try await self.fetch() }
        guard let row = self.piece.first else { return nil }
        if let limit, let number = Self.number(of: row),
            (limit.lane, limit.position) < (number.lane, number.position)
        {
            return nil
        }
        self.piece.removeFirst()
        return row
    }

    /// Where a row says that it comes from. What names a position and no lane lies in lane 0.
    static func number(of row: Row) -> JournalNumber? {
        guard case .json(let position)? = row["position"], let position = Int64(position) else { return nil }
        guard case .json(let lane)? = row["lane"], let lane = Int(lane) else {
            return JournalNumber(lane: 0, position: position)
        }
        return JournalNumber(lane: lane, position: position)
    }

    private mutating func fetch() async throws {
        guard !self.isAtEnd else { return }
        let cursor = "stored_\(self.table.name)"
        if !self.isBegun {
            let order: SQL =
                switch self.table.order {
                case .entries: "ORDER BY lane, position"
                case .positions: "ORDER BY position"
                case .any: ""
                }
            let view = self.table.name + "_v1"
            try await self.connection.run(
                """
                DECLARE \(identifier: cursor) NO SCROLL CURSOR FOR SELECT row_to_json(v) AS row
                FROM \(identifier: self.table.service).\(identifier: view) AS v \(order)
                """)
            self.isBegun = true
        }
        let rows = try await self.connection.run("FETCH 2000 FROM \(identifier: cursor)")
        var reader = DocumentReader()
        for row in rows {
            self.piece.append(
                try ProjectedValue.members(of: try row.decode("row", as: JSONText.self).bytes, with: &reader))
        }
        if rows.isEmpty {
            self.isAtEnd = true
            try await self.connection.run("CLOSE \(identifier: cursor)")
        }
    }
}
