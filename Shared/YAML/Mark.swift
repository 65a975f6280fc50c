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

    /// The place of a byte of a text, by its offset.
    init(of offset: Int, in text: Span<UInt8>) {
        var line = 1
        var column = 1
        for position in 0..<min(offset, text.count) {
            let byte = text[position]
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                // The second and later bytes of a character count nothing.
                column += 1
            }
        }
        self.init(line: line, column: column)
    }
}
