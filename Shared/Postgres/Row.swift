/// One row that a statement returned.
public struct Row: Sendable {
    let rows: Rows
    let position: Int

    /// Reads the column `name`.
    ///
    /// - Throws: ``DatabaseError/Kind/unreadable(column:)``, which says what was found and what was expected.
    public func decode<Value: SQLColumn>(_ name: String, as _: Value.Type = Value.self) throws(DatabaseError) -> Value {
        try self.rows.read(row: self.position, column: self.rows.index(of: name))
    }

    /// Reads the column at `index`, counted from 0: faster than by name where there are many rows.
    ///
    /// - Throws: ``DatabaseError/Kind/unreadable(column:)``, which says what was found and what was expected.
    public func decode<Value: SQLColumn>(_ index: Int, as _: Value.Type = Value.self) throws(DatabaseError) -> Value {
        try self.rows.read(row: self.position, column: index)
    }
}
