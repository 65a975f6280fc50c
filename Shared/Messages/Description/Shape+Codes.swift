internal import Domain
internal import JSON

// Words from lists. Where a privacy form binds, a word that is not on the list is taken for text that somebody has
// written, whatever it is, and condemns the record with `privacy`; elsewhere it is one that is not known yet.

extension Shape where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of the listed words, and no text of anybody's.
    static func listed(_ cases: Value.Type) -> Shape<Value> {
        let listed = Shape.oneOf(cases)
        return Shape(
            read: { element throws(Fault) in
                guard element.kind == .string else { throw Fault(.schema) }
                do throws(Fault) {
                    return try listed.read(element)
                } catch {
                    throw Fault(.privacy)
                }
            },
            describe: listed.describe)
    }
}

extension Shape where Value == Void {
    /// A text of at most so many characters; the words that rules count by are told as examples.
    static func text<Word>(_ characters: ClosedRange<Int>, suchAs words: Word.Type) -> Shape<Void>
    where Word: RawRepresentable & CaseIterable & Sendable, Word.RawValue == String {
        let known = words.allCases.map(\.rawValue)
        let text = Shape<Void>.text(characters)
        return Shape(
            read: text.read,
            describe: { writer in
                text.describe(&writer)
                writer.key("examples")
                writer.array { writer in
                    for word in known { writer.string(word) }
                }
            })
    }

    /// A code of small letters, digits and hyphens: too little for a text of anybody's.
    static let code = Shape.written(as: "^[a-z0-9]+(-[a-z0-9]+)*$") { $0.isCode(upTo: codeLimit) }

    /// The same, kept.
    static let codeText = Shape<String>(
        read: { element throws(Fault) in
            try code.read(element)
            return element.string ?? ""
        },
        describe: code.describe)

    /// The code of a person or the number of a document: letters and digits of ASCII, points, strokes and hyphens, with
    /// one digit at least. No name is one.
    static let identifier = Shape.written(as: "^[A-Za-z0-9./-]*[0-9][A-Za-z0-9./-]*$") {
        $0.isIdentifier(upTo: codeLimit)
    }

    /// A string of few characters that follows a pattern; any other is taken for somebody's words.
    private static func written(
        as pattern: String, _ isRight: @escaping @Sendable (Span<UInt8>) -> Bool
    ) -> Shape<Void> {
        Shape(
            read: { element throws(Fault) in
                guard let utf8 = element.utf8 else { throw Fault(.schema) }
                guard isRight(utf8) else { throw Fault(.privacy) }
            },
            describe: { writer in
                writer.member("type", "string")
                writer.member("pattern", pattern)
                writer.member("maxLength", codeLimit)
            })
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
