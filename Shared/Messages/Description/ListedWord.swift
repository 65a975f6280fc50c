internal import JSON

/// A word of a fixed list.
protocol ListedWord: RawRepresentable<String>, CaseIterable, Sendable {
    /// The list, in which words are looked up: `static let words = WordList(Self.self)`.
    static var words: WordList<Self> { get }
}

/// The words of a list, told apart by their first bytes. A class, so that whoever looks a word up holds one reference
/// and not two.
final class WordList<Word: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
    private let words: [Word]
    private let keys: [TextKey]

    init(_ word: Word.Type) {
        self.words = Array(word.allCases)
        self.keys = self.words.map { TextKey($0.rawValue) }
    }

    /// The word that a string is; nil where it is on no list, or no string.
    func word(_ element: Element) -> Word? {
        guard let key = element.textKey, let utf8 = element.utf8 else { return nil }
        for position in self.keys.indices where self.keys[position] == key {
            if utf8.count <= TextKey.wholeBytes || equal(self.words[position].rawValue, utf8) {
                return self.words[position]
            }
        }
        return nil
    }
}
