/// Lines with labels before them, the texts under one another.
struct LabelledLines {
    private enum Line {
        case whole(String)
        case labelled(String, String)
    }

    private var lines: [Line] = []

    /// Adds a line without a label.
    mutating func line(_ text: String) { self.lines.append(.whole(text)) }

    /// Adds a text under a label, where there is one.
    mutating func add(_ label: String, _ text: String?) {
        if let text { self.lines.append(.labelled(label, text)) }
    }

    /// Adds texts, each on a line, the label before the first; nothing where there are none.
    mutating func add(_ label: String, _ texts: [String]) {
        for (index, text) in texts.enumerated() { self.lines.append(.labelled(index == 0 ? label : "", text)) }
    }

    /// All lines.
    var text: String {
        let widths = self.lines.map { line in
            if case .labelled(let label, _) = line { label.displayWidth } else { 0 }
        }
        let width = widths.max() ?? 0
        let lines = self.lines.flatMap { line -> [String] in
            switch line {
            case .whole(let text): return text.printable.folded(to: Page.width)
            case .labelled(let label, let text):
                return text.printable.folded(to: Page.width - width - 2).enumerated().map { index, part in
                    "\((index == 0 ? label : "").padded(to: width))  \(part)"
                }
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
