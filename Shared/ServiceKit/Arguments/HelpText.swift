/// Lays help out: sections of two columns, at most 100 wide.
enum HelpText {
    /// The widest line.
    static let columns = 100

    /// A section of names and their meanings, the meanings under one another; empty without rows.
    static func section(_ title: String, rows: [(name: String, meaning: String)]) -> String {
        guard !rows.isEmpty else { return "" }
        let widest = rows.map(\.name.count).max() ?? 0
        let indent = min(widest + 4, 36)
        let lines = rows.flatMap { row in
            self.row(row.name, self.folded(row.meaning, to: self.columns - indent), indent: indent)
        }
        return "\(title):\n" + lines.joined(separator: "\n") + "\n"
    }

    /// A paragraph: every line of `text` is folded where it is too long, and keeps its indentation.
    static func paragraph(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.count > self.columns else { return String(line) }
            let indent = String(line.prefix { $0 == " " })
            return self.folded(String(line), to: self.columns - indent.count).map { indent + $0 }
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The line of usage, folded under its first argument.
    static func usage(_ path: String, _ arguments: [String]) -> String {
        let start = "USAGE: \(path) "
        var lines: [String] = []
        var line = start
        for argument in arguments {
            if line.count + argument.count > self.columns, line.count > start.count {
                lines.append(line)
                line = String(repeating: " ", count: min(start.count, 24))
            }
            line += argument + " "
        }
        return (lines + [line]).map { $0.trimmingSuffix(" ") }.joined(separator: "\n") + "\n"
    }

    private static func row(_ name: String, _ meaning: [String], indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let start = "  \(name)"
        guard let first = meaning.first else { return [start] }
        let fits = start.count + 2 <= indent
        let head = fits ? [start + margin.dropFirst(start.count) + first] : [start, margin + first]
        return head + meaning.dropFirst().map { margin + $0 }
    }

    /// The words of `text` in lines of at most `width`; a longer word has a line of its own.
    private static func folded(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let line = lines.last, line.count + 1 + word.count <= width {
                lines[lines.count - 1] = line + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
