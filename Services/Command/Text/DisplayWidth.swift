/// How wide a text is on a terminal, in columns: Chinese takes two for a character.
extension StringProtocol {
    /// The columns that the text takes.
    var displayWidth: Int { self.reduce(0) { $0 + $1.displayWidth } }

    /// The text with a mark for each control character: a name that somebody sent commands no terminal.
    var printable: String { String(self.map { $0.isControl ? "\u{FFFD}" : $0 }) }

    /// The text with spaces behind it, up to a width.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - self.displayWidth))
    }

    /// The text, or as much of its beginning as fits a width together with an ellipsis.
    func fitted(to width: Int) -> String {
        guard self.displayWidth > width else { return String(self) }
        var text = ""
        var left = width - 1
        for character in self {
            left -= character.displayWidth
            if left < 0 { break }
            text.append(character)
        }
        return text + "…"
    }

    /// The text in lines of at most a width, broken at spaces where there are some, and anywhere in Chinese.
    func folded(to width: Int) -> [String] {
        var lines: [String] = []
        var line: [Character] = []
        var lineWidth = 0
        for character in self {
            lineWidth += character.displayWidth
            line.append(character)
            guard lineWidth > width else { continue }
            let space = line.lastIndex(of: " ").map { $0 + 1 } ?? line.count - 1
            // A character that closes something never begins a line.
            let cut = Self.closing.contains(line[Swift.min(space, line.count - 1)]) ? Swift.max(1, space - 1) : space
            lines.append(String(line[..<cut]).withoutTrailingSpaces)
            line.removeFirst(cut)
            lineWidth = line.reduce(0) { $0 + $1.displayWidth }
        }
        return lines + [String(line)]
    }

    private static var closing: Set<Character> { ["，", "。", "；", "：", "、", "）", "》", "”", "！", "？"] }
}

extension Character {
    /// Those that end a line are control characters too, wherever Unicode files them.
    fileprivate var isControl: Bool {
        self.isNewline || self.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Two for what East Asian typography writes in a square, none for what only changes its neighbour.
    fileprivate var displayWidth: Int {
        guard let scalar = self.unicodeScalars.first else { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Self.wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    /// The blocks of Unicode's East Asian Width property that are wide or fullwidth (UAX #11).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
        0x20000...0x3FFFD,
    ]
}
