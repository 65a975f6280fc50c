extension CopyEncoder {
    /// So few rows cost less as statements of their own.
    private static let fewRows = 16

    /// Few rows as statements that insert one each into `table (columns)`, in the same format; nil where there are
    /// more, or none.
    ///
    /// COPY is worth while for many rows: it waits for the server twice, and begins anew what a statement that is
    /// prepared has ready.
    func insertions(into target: SQL) -> [SQL]? {
        guard (1...Self.fewRows).contains(self.rowCount) else { return nil }
        return (0..<self.rowCount).map { number in
            let values = self.values(ofRow: number)
            let places = (1...max(1, values.count)).map { "$\($0)" }.joined(separator: ", ")
            return SQL(text: "INSERT INTO \(target.text) VALUES (\(places))", parameters: values)
        }
    }

    private func values(ofRow number: Int) -> SQLParameterList {
        var values = SQLParameterList()
        let row = self.range(ofRow: number)
        // Behind the number of columns come the values, each behind its length.
        var offset = row.lowerBound + 2
        while offset + 4 <= row.upperBound {
            let length = Int(self.bytes.span.integer(Int32.self, at: offset))
            offset += 4
            values.append(field: length < 0 ? nil : self.bytes[offset..<offset + length])
            offset += max(0, length)
        }
        return values
    }
}
