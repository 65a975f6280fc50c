/// What a statement returned, in the memory in which it arrived.
///
/// Values are read from there when they are asked for. The memory lives as long as any row of it.
public struct Rows: Sendable, RandomAccessCollection {
    private let result: ResultHandle
    private let columns: [ResultHandle.Column]
    /// How many rows the statement returned or, if it returns none, changed.
    public let affected: Int
    /// Where the rows begin: 0.
    public let startIndex = 0
    /// How many rows were returned.
    public let endIndex: Int

    init(_ result: ResultHandle) {
        self.result = result
        self.columns = result.columns
        self.affected = result.affected
        self.endIndex = result.rowCount
    }

    /// The names of the columns.
    public var columnNames: [String] { self.columns.map(\.name) }

    /// The row at `position`, counted from 0.
    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < self.endIndex, "row \(position) of \(self.endIndex)")
        return Row(rows: self, position: position)
    }

    /// Reads every row's column `name`.
    ///
    /// - Throws: ``DatabaseError/Kind/unreadable(column:)``.
    public func decode<Value: SQLColumn>(
        _ name: String, as _: Value.Type = Value.self
    ) throws(DatabaseError) -> [Value] {
        let column = try self.index(of: name)
        var values: [Value] = []
        values.reserveCapacity(self.count)
        for row in 0..<self.endIndex { values.append(try self.read(row: row, column: column)) }
        return values
    }

    func index(of name: String) throws(DatabaseError) -> Int {
        if let index = self.columns.firstIndex(where: { $0.name == name }) { return index }
        let names = self.columns.map(\.name).joined(separator: ", ")
        throw DatabaseError(.unreadable(column: name), "there is no column \(name); there are: \(names)")
    }

    func read<Value: SQLColumn>(row: Int, column: Int) throws(DatabaseError) -> Value {
        guard self.columns.indices.contains(column) else {
            throw DatabaseError(
                .unreadable(column: "\(column)"),
                "there is no column \(column), counted from 0; there are \(self.columns.count)")
        }
        do {
            if self.result.isNull(row: row, column: column) { return try Value.null() }
            return try self.result.read(row: row, column: column, type: self.columns[column].type)
        } catch {
            let name = self.columns[column].name
            throw DatabaseError(.unreadable(column: name), "column \(name) \(error.reason) (row \(row), from 0)")
        }
    }
}
