/// A word's length and its first bytes in one number: two words that differ mostly differ in it.
struct WordKey: Equatable, Sendable {
    /// Up to so many bytes it is the whole word.
    static let wholeBytes = 7

    private let bits: UInt64

    /// The key of a word.
    init(_ word: Span<UInt8>) {
        var bits = UInt64(truncatingIfNeeded: min(word.count, 255))
        for index in 0..<min(word.count, Self.wholeBytes) { bits = bits << 8 | UInt64(word[index]) }
        self.bits = bits
    }

    /// The key of a word.
    init(_ word: String) {
        self.init(Array(word.utf8).span)
    }
}
