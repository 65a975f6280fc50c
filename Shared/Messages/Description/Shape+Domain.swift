internal import Domain
internal import JSON

// Values that the domain has a type for.

/// An instant in RFC 3339, with its offset.
struct InstantShape: Shape {
    func read(_ element: Element) throws(Fault) -> Instant {
        guard let utf8 = element.utf8, let instant = Instant(utf8) else { throw Fault(.schema) }
        return instant
    }

    func describe(_ writer: inout JSONWriter) {
        writer.member("type", "string")
        writer.member("format", "date-time")
    }
}

/// A civil day, written `2021-03-01`.
struct DayShape: Shape {
    func read(_ element: Element) throws(Fault) -> Day {
        guard let utf8 = element.utf8, let day = Day(utf8) else { throw Fault(.schema) }
        return day
    }

    func describe(_ writer: inout JSONWriter) {
        writer.member("type", "string")
        writer.member("format", "date")
    }
}

/// A unit's code: not empty, not long, without spaces and control characters.
struct UnitCodeShape: Shape {
    func read(_ element: Element) throws(Fault) -> UnitCode {
        guard let utf8 = element.utf8, utf8.hasCount(1...Limits.unitCharacters), isUnitCode(utf8),
            let code = element.string
        else { throw Fault(.schema) }
        return UnitCode(rawValue: code)
    }

    func describe(_ writer: inout JSONWriter) {
        writer.text(1...Limits.unitCharacters)
        writer.member("pattern", "^[^\(schemaSpaces)]+$")
    }
}

/// A text in both languages.
struct BilingualShape: Shape {
    private static let object = ObjectShape(Words())

    func read(_ element: Element) throws(Fault) -> BilingualText {
        let words = try Self.object.read(element)
        return BilingualText(zh: words.zh, en: words.en)
    }

    func describe(_ writer: inout JSONWriter) { Self.object.describe(&writer) }

    private struct Words: ObjectForm {
        var zh = ""
        var en = ""

        func members(_ member: inout some Visitor<Self>) throws(Fault) {
            try member.required("zh", .string(0...2_000)) { $0.zh = $1 }
            try member.required("en", .string(0...2_000)) { $0.en = $1 }
        }
    }
}

extension Described where Self == InstantShape {
    /// An instant in RFC 3339, with its offset.
    static var instant: Self { Self() }
}

extension Described where Self == DayShape {
    /// A civil day, written `2021-03-01`.
    static var day: Self { Self() }
}

extension Described where Self == UnitCodeShape {
    /// A unit's code: not empty, not long, without spaces and control characters.
    static var unitCode: Self { Self() }
}

extension Described where Self == BilingualShape {
    /// A text in both languages.
    static var bilingual: Self { Self() }
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
