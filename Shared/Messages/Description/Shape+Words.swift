internal import Domain
internal import JSON

// Words from lists. Where a privacy form binds, a word that is not on the list is taken for text that somebody has
// written, whatever it is, and condemns the record with `privacy`; elsewhere it is one that is not known yet.

/// One of the listed words.
struct OneOfShape<Word: RawRepresentable<String> & CaseIterable>: Described {
    func describe(_ writer: inout JSONWriter) { writer.words("enum", Word.self) }
}

extension OneOfShape: Shape where Word: ListedWord {
    func read(_ element: Element) throws(Fault) -> Word {
        guard let word = Word.words.word(element) else { throw Fault(.schema) }
        return word
    }
}

/// One of the listed words, and no text of anybody's.
struct ListedShape<Word: ListedWord>: Shape {
    func read(_ element: Element) throws(Fault) -> Word {
        guard element.kind == .string else { throw Fault(.schema) }
        guard let word = Word.words.word(element) else { throw Fault(.privacy) }
        return word
    }

    func describe(_ writer: inout JSONWriter) { writer.words("enum", Word.self) }
}

/// A text of at most so many characters; the words that rules count by are told as examples.
struct SuggestedTextShape<Word: RawRepresentable<String> & CaseIterable>: Shape {
    let text: TextShape

    func read(_ element: Element) throws(Fault) { try self.text.read(element) }

    func describe(_ writer: inout JSONWriter) {
        self.text.describe(&writer)
        writer.words("examples", Word.self)
    }
}

/// A code of small letters, digits and hyphens: too little for a text of anybody's.
struct CodeShape: Shape {
    func read(_ element: Element) throws(Fault) {
        guard let utf8 = element.utf8 else { throw Fault(.schema) }
        guard utf8.isCode(upTo: codeLimit) else { throw Fault(.privacy) }
    }

    func describe(_ writer: inout JSONWriter) { writer.code("^[a-z0-9]+(-[a-z0-9]+)*$") }
}

/// The same, kept.
struct CodeStringShape: Shape {
    func read(_ element: Element) throws(Fault) -> String {
        try CodeShape().read(element)
        return element.string ?? ""
    }

    func describe(_ writer: inout JSONWriter) { CodeShape().describe(&writer) }
}

/// The code of a person or the number of a document: letters and digits of ASCII, points, strokes and hyphens, with one
/// digit at least. No name is one.
struct IdentifierShape: Shape {
    func read(_ element: Element) throws(Fault) {
        guard let utf8 = element.utf8 else { throw Fault(.schema) }
        guard utf8.isIdentifier(upTo: codeLimit) else { throw Fault(.privacy) }
    }

    func describe(_ writer: inout JSONWriter) { writer.code("^[A-Za-z0-9./-]*[0-9][A-Za-z0-9./-]*$") }
}

extension Described {
    /// One of the listed words.
    static func oneOf<Word>(_ word: Word.Type) -> Self where Self == OneOfShape<Word> { Self() }

    /// One of the listed words, and no text of anybody's.
    static func listed<Word>(_ word: Word.Type) -> Self where Self == ListedShape<Word> { Self() }

    /// A text of at most so many characters; the words that rules count by are told as examples.
    static func text<Word>(_ characters: ClosedRange<Int>, suchAs word: Word.Type) -> Self
    where Self == SuggestedTextShape<Word> { Self(text: TextShape(characters: characters)) }
}

extension Described where Self == CodeShape {
    /// A code of small letters, digits and hyphens: too little for a text of anybody's.
    static var code: Self { Self() }
}

extension Described where Self == CodeStringShape {
    /// The same, kept.
    static var codeString: Self { Self() }
}

extension Described where Self == IdentifierShape {
    /// The code of a person or the number of a document.
    static var identifier: Self { Self() }
}

extension JSONWriter {
    /// The words of a list.
    fileprivate mutating func words<Word: RawRepresentable<String> & CaseIterable>(_ keyword: String, _: Word.Type) {
        self.key(keyword)
        self.array { writer in
            for word in Word.allCases { writer.string(word.rawValue) }
        }
    }

    /// The keywords of a string of few characters that follows a pattern.
    fileprivate mutating func code(_ pattern: String) {
        self.member("type", "string")
        self.member("pattern", pattern)
        self.member("maxLength", codeLimit)
    }
}

/// How many characters a code has at most.
private let codeLimit = 40

extension Span<UInt8> {
    /// Whether it is words of small letters and digits with single hyphens between them.
    fileprivate func isCode(upTo limit: Int) -> Bool {
        guard (1...limit).contains(self.count) else { return false }
        var isHyphen = true
        for index in self.indices {
            switch self[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): isHyphen = false
            case UInt8(ascii: "-") where !isHyphen: isHyphen = true
            default: return false
            }
        }
        return !isHyphen
    }

    /// Whether it is letters and digits of ASCII, points, strokes and hyphens, with one digit at least.
    fileprivate func isIdentifier(upTo limit: Int) -> Bool {
        guard (1...limit).contains(self.count) else { return false }
        var hasDigit = false
        for index in self.indices {
            switch self[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "-")...UInt8(ascii: "9"):  // - . / and the digits
                continue
            default: return false
            }
        }
        return hasDigit
    }
}
