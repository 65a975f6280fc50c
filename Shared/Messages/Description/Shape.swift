internal import JSON

/// Something that a JSON Schema says.
protocol Described: Sendable {
    /// Writes the keywords that describe the value into the schema object that is open in the writer.
    func describe(_ writer: inout JSONWriter)
    /// The members of the value, and of what it holds, that are not listed; `path` leads to it.
    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember]
}

extension Described {
    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember] { [] }
}

/// What a JSON value must be: how it is read, and how a JSON Schema says the same.
///
/// Shapes are types, put together from smaller ones, so that a kind of message is described once and both its decoder
/// and its schema follow, and so that the compiler sees through the whole of a description and leaves of it what a
/// decoder written by hand would be. There is no schema language behind them: what Swift reads is what counts.
protocol Shape<Value>: Described {
    associatedtype Value
    /// Reads the value. What is wrong is a `schema` fault whose field is the path from this value down.
    func read(_ element: Element) throws(Fault) -> Value
}

/// A string of so many characters that is checked, and kept only in the record's data.
struct TextShape: Shape {
    let characters: ClosedRange<Int>

    func read(_ element: Element) throws(Fault) {
        guard let utf8 = element.utf8, utf8.hasCount(self.characters) else { throw Fault(.schema) }
    }

    func describe(_ writer: inout JSONWriter) { writer.text(self.characters) }
}

/// A string of so many characters.
struct StringShape: Shape {
    let characters: ClosedRange<Int>

    func read(_ element: Element) throws(Fault) -> String {
        guard let utf8 = element.utf8, utf8.hasCount(self.characters), let string = element.string else {
            throw Fault(.schema)
        }
        return string
    }

    func describe(_ writer: inout JSONWriter) { writer.text(self.characters) }
}

/// One word and no other.
struct WordShape: Shape {
    let word: String

    func read(_ element: Element) throws(Fault) {
        guard let utf8 = element.utf8, equal(self.word, utf8) else { throw Fault(.schema) }
    }

    func describe(_ writer: inout JSONWriter) { writer.member("const", self.word) }
}

/// True or false.
struct BooleanShape: Shape {
    func read(_ element: Element) throws(Fault) -> Bool {
        guard let boolean = element.boolean else { throw Fault(.schema) }
        return boolean
    }

    func describe(_ writer: inout JSONWriter) { writer.member("type", "boolean") }
}

/// A whole number within the range; `30.0` is one.
struct WholeShape: Shape {
    let range: ClosedRange<Int>

    func read(_ element: Element) throws(Fault) -> Int {
        let number = element.integer ?? element.double.flatMap(Int64.init(exactly:))
        guard let number, let whole = Int(exactly: number), self.range.contains(whole) else { throw Fault(.schema) }
        return whole
    }

    func describe(_ writer: inout JSONWriter) {
        writer.member("type", "integer")
        writer.member("minimum", self.range.lowerBound)
        writer.member("maximum", self.range.upperBound)
    }
}

/// A number within the range.
struct NumberShape: Shape {
    let range: ClosedRange<Int>

    func read(_ element: Element) throws(Fault) -> Double {
        guard let number = element.double, Double(self.range.lowerBound) <= number,
            number <= Double(self.range.upperBound)
        else { throw Fault(.schema) }
        return number
    }

    func describe(_ writer: inout JSONWriter) {
        writer.member("type", "number")
        writer.member("minimum", self.range.lowerBound)
        writer.member("maximum", self.range.upperBound)
    }
}

extension Described where Self == TextShape {
    /// A string of so many characters that is checked here and kept only in the record's data.
    static func text(_ characters: ClosedRange<Int>) -> Self { Self(characters: characters) }
}

extension Described where Self == StringShape {
    /// A string of so many characters.
    static func string(_ characters: ClosedRange<Int>) -> Self { Self(characters: characters) }
}

extension Described where Self == WordShape {
    /// One word and no other.
    static func word(_ word: String) -> Self { Self(word: word) }
}

extension Described where Self == BooleanShape {
    /// True or false.
    static var boolean: Self { Self() }
}

extension Described where Self == WholeShape {
    /// A whole number within the range; `30.0` is one.
    static func whole(_ range: ClosedRange<Int>) -> Self { Self(range: range) }
}

extension Described where Self == NumberShape {
    /// A number within the range.
    static func number(_ range: ClosedRange<Int>) -> Self { Self(range: range) }
}

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
