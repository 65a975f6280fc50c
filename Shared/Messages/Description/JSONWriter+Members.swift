internal import Domain
internal import JSON

/// What is written again and again.
extension JSONWriter {
    /// A member whose value is a string.
    mutating func member(_ name: String, _ value: String) {
        self.key(name)
        self.string(value)
    }

    /// A member whose value is a whole number.
    mutating func member(_ name: String, _ value: Int) {
        self.key(name)
        self.integer(Int64(value))
    }

    /// A member whose value is a string, left out where there is none.
    mutating func member(_ name: String, ifAny value: String?) {
        guard let value else { return }
        self.member(name, value)
    }

    /// A member whose value is a text in both languages.
    mutating func member(_ name: String, _ text: BilingualText) {
        self.key(name)
        self.object { writer in
            writer.member("zh", text.zh)
            writer.member("en", text.en)
        }
    }

    /// A member whose value is the first and the last of some days.
    mutating func member(_ name: String, _ days: Period) {
        self.key(name)
        self.object { writer in
            writer.member("from", days.from.description)
            writer.member("to", days.through.description)
        }
    }

    /// The keywords of a string of so many characters.
    mutating func text(_ characters: ClosedRange<Int>) {
        self.member("type", "string")
        if characters.lowerBound > 0 { self.member("minLength", characters.lowerBound) }
        self.member("maxLength", characters.upperBound)
    }
}

extension Period {
    /// Reads what `member` wrote of days; nil where it is anything else.
    init?(_ element: Element) {
        guard let from = element.member("from")?.string.flatMap({ Day($0) }),
            let through = element.member("to")?.string.flatMap({ Day($0) }), from <= through
        else { return nil }
        self.init(from: from, through: through)
    }
}
