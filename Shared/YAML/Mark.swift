/// A place in a file, as editors count: from 1.
public struct Mark: Hashable, Sendable {
    /// The line.
    public let line: Int
    /// The column, in characters (Unicode scalars).
    public let column: Int

    /// A place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte of a text, by its offset. Lines end where they end for YAML 1.1: at LF, CR, both, U+0085,
    /// U+2028 and U+2029.
    init(of offset: Int, in text: Span<UInt8>) {
        var line = 1
        var column = 1
        for position in 0..<min(offset, text.count) {
            if Self.endsLine(text, at: position) {
                line += 1
                column = 1
            } else if text[position] & 0xc0 != 0x80 {
                // The second and later bytes of a character count nothing.
                column += 1
            }
        }
        self.init(line: line, column: column)
    }

    /// Whether the last byte of what ends a line lies there.
    private static func endsLine(_ text: Span<UInt8>, at position: Int) -> Bool {
        func byte(_ distance: Int) -> UInt8 {
            let index = position + distance
            return text.indices.contains(index) ? text[index] : 0
        }
        switch text[position] {
        case UInt8(ascii: "\n"): return true
        case UInt8(ascii: "\r"): return byte(1) != UInt8(ascii: "\n")
        case 0x85: return byte(-1) == 0xc2
        case 0xa8, 0xa9: return byte(-2) == 0xe2 && byte(-1) == 0x80
        default: return false
        }
    }
}
