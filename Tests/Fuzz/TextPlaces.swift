/// The places of a text, by lines and columns from 1, as YAML breaks lines: at CR LF, CR, LF, U+0085, U+2028 and
/// U+2029.
struct TextPlaces {
    /// How many characters each line has.
    private let lengths: [Int]

    init(_ text: [UInt8]) {
        let bytes = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
        var lengths = [0]
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}": lengths.append(0)
            default: lengths[lengths.count - 1] += 1
            }
            previous = scalar
        }
        self.lengths = lengths
    }

    /// Whether the text has that place, or ends right before it.
    func hold(line: Int, column: Int) -> Bool {
        guard self.lengths.indices.contains(line - 1) else { return false }
        return 1...(self.lengths[line - 1] + 1) ~= column
    }
}
