internal import Domain
internal import YAML

/// The values that packs are made of.
extension YAMLNode {
    /// A name of ASCII letters, digits and hyphens.
    func identifier() throws(YAMLError) -> String {
        let text = try self.text()
        let isName = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isName, (1...64).contains(text.utf8.count) else {
            throw self.error(
                "“\(text.prefix(64))” is not a name", expected: "1 to 64 letters, digits and hyphens")
        }
        return text
    }

    /// A text that is not empty.
    func text(limitCharacters: Int) throws(YAMLError) -> String {
        let text = try self.text()
        guard (1...limitCharacters).contains(text.count) else {
            throw self.error("a text of \(text.count) characters", expected: "1 to \(limitCharacters)")
        }
        return text
    }

    /// The same words in both languages.
    func bilingual(limitCharacters: Int) throws(YAMLError) -> BilingualText {
        let members = try self.mapping(required: ["zh", "en"])
        return BilingualText(
            zh: try members.require("zh").text(limitCharacters: limitCharacters),
            en: try members.require("en").text(limitCharacters: limitCharacters))
    }

    /// A whole number within bounds.
    func integer(in bounds: ClosedRange<Int>) throws(YAMLError) -> Int {
        let number = try self.integer()
        guard bounds.contains(number) else {
            throw self.error("\(number) is out of bounds", expected: "\(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// A part of a whole, as `1/2`.
    func share() throws(YAMLError) -> Share {
        let text = try self.text()
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let numerator = parts[0], let denominator = parts[1], (1...1_000).contains(denominator),
            (0...denominator).contains(numerator)
        else { throw self.error("“\(text.prefix(64))” is not a share", expected: "a part of a whole, such as 1/2") }
        return Share(numerator, of: denominator)
    }

    /// A day.
    func day() throws(YAMLError) -> Day {
        let text = try self.text()
        guard let day = Day(text) else {
            throw self.error("“\(text.prefix(64))” is not a day", expected: "a day like 2021-03-01")
        }
        return day
    }

    /// One of the words that a type knows.
    func choice<Value: CaseIterable & RawRepresentable<String>>() throws(YAMLError) -> Value {
        let text = try self.text()
        guard let value = Value(rawValue: text) else {
            throw self.error(
                "“\(text.prefix(64))” is not known here",
                expected: "one of: " + Value.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    /// A list that is not empty, each element different.
    func list<Value: Hashable>(of read: (YAMLNode) throws(YAMLError) -> Value) throws(YAMLError) -> [Value] {
        let elements = try self.sequence()
        guard !elements.isEmpty else { throw self.error("nothing stands here", expected: "at least one element") }
        var values: [Value] = []
        var seen: Set<Value> = []
        for element in elements {
            let value = try read(element)
            guard seen.insert(value).inserted else { throw element.error("this stands here twice", expected: "once") }
            values.append(value)
        }
        return values
    }

    /// An article of a document.
    func basis() throws(YAMLError) -> Basis {
        let members = try self.mapping(required: ["document", "article", "modality", "confirmed"])
        return Basis(
            document: try members.require("document").text(limitCharacters: 120),
            article: try members.require("article").text(limitCharacters: 32),
            modality: try members.require("modality").choice(),
            isConfirmed: try members.require("confirmed").boolean())
    }
}
