/// A row of a file of the register.
public protocol RegisterRow: Sendable {
    /// The file that has such rows.
    static var file: RegisterFile { get }

    /// Reads a row of those columns. Throws the first fault, with line and column.
    init(_ row: ImportRows.Row, of rows: ImportRows) throws(RowFault)
}

extension ImportRows {
    /// Reads all rows; gives the faults of all of them where there is one, so that a file is put right in one go.
    public func read<Row: RegisterRow>(as type: Row.Type) -> (rows: [Row], faults: [RowFault]) {
        var read: [Row] = []
        var faults: [RowFault] = []
        for row in self.rows {
            do throws(RowFault) {
                read.append(try Row(row, of: self))
            } catch {
                faults.append(error)
            }
        }
        return (read, faults)
    }

    /// Lends a row's cells by the names of their columns, and gives a cell that cannot be read its place in the file.
    func cells<Value>(
        of row: Row, _ read: (RowReader) throws(Misread) -> Value
    ) throws(RowFault) -> Value {
        try row.cells(in: self.columns, of: self.name, read)
    }
}

extension ImportRows.Row {
    /// Lends the cells by the names of their columns, and gives a cell that cannot be read its place in the file.
    func cells<Value>(
        in columns: [String], of file: String, _ read: (RowReader) throws(Misread) -> Value
    ) throws(RowFault) -> Value {
        do throws(Misread) {
            return try read(RowReader(columns, self.cells))
        } catch {
            throw RowFault(
                file: file, line: self.line, column: error.column, code: error.fault.code,
                sentence: error.fault.sentence)
        }
    }
}
