extension CopyEncoder {
    /// So few rows cost less as statements of their own.
    private static let fewRows = 16
    /// How many rows a statement inserts at once, where there are as many: of few sizes, so that each text is soon
    /// prepared.
    private static let groups = [8, 4, 2, 1]

    /// Few rows as statements that insert them into `table (columns)`, in the same format; nil where there are more, or
    /// none.
    ///
    /// COPY is worth while for many rows: it waits for the server twice, and begins anew what a statement that is
    /// prepared has ready.
    func insertions(into target: SQL) -> [SQL]? {
        guard (1...Self.fewRows).contains(self.rowCount) else { return nil }
        var statements: [SQL] = []
        var next = 0
        while next < self.rowCount {
            let size = Self.groups.first { next + $0 <= self.rowCount } ?? 1
            statements.append(self.insertion(of: next..<next + size, into: target))
            next += size
        }
        return statements
    }

    private func insertion(of rows: Range<Int>, into target: SQL) -> SQL {
        var values = SQLParameterList()
        var text = "INSERT INTO \(target.text) VALUES "
        for row in rows {
            let before = values.count
            self.add(row, to: &values)
            let places = (before..<values.count).map { "$\($0 + 1)" }.joined(separator: ", ")
            text += row == rows.lowerBound ? "(\(places))" : ", (\(places))"
        }
        return SQL(text: text, parameters: values)
    }

    private func add(_ number: Int, to values: inout SQLParameterList) {
        let row = self.range(ofRow: number)
        // Behind the number of columns come the values, each behind its length.
        var offset = row.lowerBound + 2
        while offset + 4 <= row.upperBound {
            let length = Int(self.bytes.span.integer(Int32.self, at: offset))
            offset += 4
            values.append(field: length < 0 ? nil : self.bytes[offset..<offset + length])
            offset += max(0, length)
        }
    }
}
