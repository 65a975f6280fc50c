/// Columns of text, each as wide as its widest cell, Chinese counted as it is shown.
struct TextTable {
    private let rows: [[String]]

    /// A table of rows with equally many cells, the first of them the header.
    init(_ rows: [[String]]) { self.rows = rows }

    /// The table, a line for each row, without spaces at the ends of lines.
    var text: String {
        let columns = self.rows.first?.indices ?? 0..<0
        let widths = columns.map { column in self.rows.map { $0[column].displayWidth }.max() ?? 0 }
        return self.rows.map { row in
            let cells = zip(row, widths).map { $0.padded(to: $1) }
            return cells.joined(separator: "  ").withoutTrailingSpaces + "\n"
        }.joined()
    }
}

extension String {
    /// The text up to its last character that is not a space.
    var withoutTrailingSpaces: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
