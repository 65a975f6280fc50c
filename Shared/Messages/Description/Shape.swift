internal import Domain
internal import JSON

/// What a JSON value must be: how it is read, and how a JSON Schema says the same.
///
/// Shapes are put together from smaller ones, so that a kind of message is described once and both its decoder and its
/// schema follow. There is no schema language behind them: what Swift reads is what counts.
struct Shape<Value>: Sendable {
    /// Reads the value. What is wrong is a `schema` fault whose field is the path from this value down.
    let read: @Sendable (Element) throws(Fault) -> Value
    /// Writes the keywords that describe the value into the schema object that is open in the writer.
    let describe: @Sendable (inout JSONWriter) -> Void

    /// The same values, turned into something else. `change` gives nil for a value that does not fit.
    func map<Changed>(
        _ change: @escaping @Sendable (Value) -> Changed?,
        describedBy more: @escaping @Sendable (inout JSONWriter) -> Void = { _ in }
    ) -> Shape<Changed> {
        Shape<Changed>(
            read: { element throws(Fault) in
                guard let changed = change(try self.read(element)) else { throw Fault(.schema) }
                return changed
            },
            describe: { writer in
                self.describe(&writer)
                more(&writer)
            })
    }
}

extension Shape where Value == Void {
    /// A string of so many characters that is checked here and kept only in the record's data.
    static func text(_ characters: ClosedRange<Int>) -> Shape<Void> {
        Shape(
            read: { element throws(Fault) in
                guard let utf8 = element.utf8, utf8.hasCount(characters) else { throw Fault(.schema) }
            },
            describe: { $0.text(characters) })
    }
}

extension Shape where Value == Void {
    /// One word and no other.
    static func word(_ word: String) -> Shape<Void> {
        Shape(
            read: { element throws(Fault) in
                guard let utf8 = element.utf8, equal(word, utf8) else { throw Fault(.schema) }
            },
            describe: { $0.member("const", word) })
    }
}

extension Shape where Value == Instant {
    /// An instant in RFC 3339, with its offset.
    static let instant = Shape(
        read: { element throws(Fault) in
            guard let utf8 = element.utf8, let instant = Instant(utf8) else { throw Fault(.schema) }
            return instant
        },
        describe: { writer in
            writer.member("type", "string")
            writer.member("format", "date-time")
        })
}

extension Shape where Value == Day {
    /// A civil day, written `2021-03-01`.
    static let day = Shape(
        read: { element throws(Fault) in
            guard let utf8 = element.utf8, let day = Day(utf8) else { throw Fault(.schema) }
            return day
        },
        describe: { writer in
            writer.member("type", "string")
            writer.member("format", "date")
        })
}

extension Shape where Value: Sendable {
    /// The same values, checked here and kept only in the message's data.
    var ignored: Shape<Void> { self.map { _ in () } }
}

extension Shape where Value == String {
    /// A string of so many characters.
    static func text(_ characters: ClosedRange<Int>) -> Shape<String> {
        Shape(
            read: { element throws(Fault) in
                guard let utf8 = element.utf8, utf8.hasCount(characters) else { throw Fault(.schema) }
                return String(utf8)
            },
            describe: { $0.text(characters) })
    }

}

extension Shape where Value == UnitCode {
    /// A unit's code: not empty, not long, without spaces and control characters.
    static let unitCode = Shape(
        read: { element throws(Fault) in
            guard let utf8 = element.utf8, utf8.hasCount(1...Limits.unitCharacters), isUnitCode(utf8) else {
                throw Fault(.schema)
            }
            return UnitCode(rawValue: String(utf8))
        },
        describe: { writer in
            writer.text(1...Limits.unitCharacters)
            writer.member("pattern", "^[^\(schemaSpaces)]+$")
        })
}

extension Shape where Value == Bool {
    /// True or false.
    static let boolean = Shape(
        read: { element throws(Fault) in
            guard let boolean = element.boolean else { throw Fault(.schema) }
            return boolean
        },
        describe: { $0.member("type", "boolean") })
}

extension Shape where Value == Double {
    /// A number within the range.
    static func number(_ range: ClosedRange<Int>) -> Shape<Double> {
        Shape(
            read: { element throws(Fault) in
                guard let number = element.double, Double(range.lowerBound) <= number,
                    number <= Double(range.upperBound)
                else { throw Fault(.schema) }
                return number
            },
            describe: { writer in
                writer.member("type", "number")
                writer.member("minimum", range.lowerBound)
                writer.member("maximum", range.upperBound)
            })
    }
}

extension Shape where Value == Int {
    /// A whole number within the range; `30.0` is one.
    static func whole(_ range: ClosedRange<Int>) -> Shape<Int> {
        Shape(
            read: { element throws(Fault) in
                let number = element.integer ?? element.double.flatMap(Int64.init(exactly:))
                guard let number, let whole = Int(exactly: number), range.contains(whole) else {
                    throw Fault(.schema)
                }
                return whole
            },
            describe: { writer in
                writer.member("type", "integer")
                writer.member("minimum", range.lowerBound)
                writer.member("maximum", range.upperBound)
            })
    }
}

extension Shape where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of the listed words.
    static func oneOf(_ cases: Value.Type) -> Shape<Value> {
        let values = Array(cases.allCases)
        return Shape<Int>.position(among: values.map(\.rawValue)).map { values[$0] }
    }
}

extension Shape where Value == Int {
    /// One of the listed words, as its position among them.
    static func position(among words: [String]) -> Shape<Int> {
        let keys = words.map { WordKey($0) }
        return Shape(
            read: { element throws(Fault) in
                guard let utf8 = element.utf8 else { throw Fault(.schema) }
                let key = WordKey(utf8)
                for position in keys.indices where keys[position] == key {
                    if utf8.count <= WordKey.wholeBytes || equal(words[position], utf8) { return position }
                }
                throw Fault(.schema)
            },
            describe: { writer in
                writer.key("enum")
                writer.array { writer in
                    for word in words { writer.string(word) }
                }
            })
    }
}

extension Shape {
    /// A list of at most so many values, folded into one: no array is made that nobody keeps.
    static func list<Item>(
        of item: Shape<Item>, count: ClosedRange<Int>, into empty: Value,
        _ add: @escaping @Sendable (inout Value, Item) -> Void
    ) -> Shape<Value> where Value: Sendable {
        Shape(
            read: { element throws(Fault) in
                guard element.kind == .array, count.contains(element.count) else { throw Fault(.schema) }
                var value = empty
                var position = 0
                try element.forEachElement { element throws(Fault) in
                    do throws(Fault) {
                        add(&value, try item.read(element))
                    } catch {
                        throw error.within("[\(position)]")
                    }
                    position += 1
                }
                return value
            },
            describe: { writer in
                writer.member("type", "array")
                if count.lowerBound > 0 { writer.member("minItems", count.lowerBound) }
                writer.member("maxItems", count.upperBound)
                writer.key("items")
                writer.object { item.describe(&$0) }
            })
    }

    /// A list of at most so many values.
    static func list<Item: Sendable>(of item: Shape<Item>, count: ClosedRange<Int>) -> Shape<[Item]>
    where Value == [Item] {
        .list(of: item, count: count, into: []) { $0.append($1) }
    }

    /// A list of at most so many values that are checked here and kept only in the record's data.
    static func list(of item: Shape<Void>, count: ClosedRange<Int>) -> Shape<Void> where Value == Void {
        .list(of: item, count: count, into: ()) { _, _ in }
    }
}

extension Shape where Value == BilingualText {
    /// A text in both languages.
    static let bilingual = ObjectDescription<Words>([
        .required("zh", .text(0...2_000)) { $0.zh = $1 },
        .required("en", .text(0...2_000)) { $0.en = $1 },
    ]).shape(Words()).map { BilingualText(zh: $0.zh, en: $0.en) }

    /// The words while they are read.
    private struct Words {
        var zh = ""
        var en = ""
    }
}

/// Whether the text is a unit's code: no spaces and no control characters. Its length is not looked at.
func isUnitCode(_ utf8: Span<UInt8>) -> Bool {
    guard isAttributeText(utf8) else { return false }
    var isASCII = true
    for index in utf8.indices {
        if utf8[index] == UInt8(ascii: " ") { return false }
        if utf8[index] >= 0x80 { isASCII = false }
    }
    return isASCII || !String(utf8).unicodeScalars.contains { $0.properties.isWhitespace }
}

/// Control characters and spaces of all kinds, as the class of a JSON Schema's pattern lists them.
private let schemaSpaces =
    "\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"

extension Span<UInt8> {
    /// Whether the UTF-8 holds so many Unicode scalars. A scalar has one to four bytes, so most texts need no counting.
    func hasCount(_ characters: ClosedRange<Int>) -> Bool {
        if self.count <= characters.upperBound, (self.count + 3) / 4 >= characters.lowerBound { return true }
        return characters.contains(self.characterCount)
    }

    /// How many Unicode scalars the UTF-8 holds, which is what a JSON Schema calls a string's length.
    var characterCount: Int {
        var count = 0
        for index in self.indices where self[index] & 0xc0 != 0x80 { count += 1 }
        return count
    }
}
