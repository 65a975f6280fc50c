/// How texts fit a terminal.
enum Page {
    /// The widest line, in columns of a terminal.
    static let width = 100

    /// Joins words into lines that fit. A word that fits no line is cut with an ellipsis.
    ///
    /// - Parameter label: Stands before the first line; the others begin under its end.
    static func folded(_ words: [String], separator: String, after label: String = "") -> [String] {
        let indentation = label.displayWidth
        var lines: [String] = []
        var line = ""
        for word in words {
            let word = word.fitted(to: Self.width - indentation)
            if !line.isEmpty, indentation + "\(line)\(separator)\(word)".displayWidth > Self.width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : separator + word
        }
        lines.append(line)
        let gap = String(repeating: " ", count: indentation)
        return lines.enumerated().map { ($0.offset == 0 ? label : gap) + $0.element }
    }
}
