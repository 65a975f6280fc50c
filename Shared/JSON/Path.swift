/// The way from the root of a document to one of its values, as people write it: `items[3].id`.
///
/// It is made only when something is wrong. What a stranger wrote into it is cut and escaped, so that it fits a header
/// and a line of a log.
struct Path {
    /// As much of a name as is shown, in characters.
    private static let nameLimit = 64

    /// The path so far; empty for the root.
    private(set) var description: String

    /// A path that goes on from one already written down, or from the root.
    init(_ description: String = "") {
        self.description = description
    }

    /// Goes into a member of an object.
    mutating func enter(_ name: some Collection<UInt8>) {
        // A character has at most four bytes of UTF-8 as a scalar; the rest of a very long name is not even looked at.
        let text = String(decoding: name.prefix(Self.nameLimit * 4), as: UTF8.self)
        let shown = text.count > Self.nameLimit ? text.prefix(Self.nameLimit) + "…" : text[...]
        guard Self.isPlain(shown) else {
            self.description += "[" + Self.quoted(shown) + "]"
            return
        }
        self.description += self.description.isEmpty ? shown : "." + shown
    }

    /// Goes into an element of an array.
    mutating func enter(_ index: Int) {
        self.description += "[\(index)]"
    }

    /// A name as JSON writes it, with escapes also of the control characters and ends of lines that JSON leaves alone.
    private static func quoted(_ name: Substring) -> String {
        var quoted: [UInt8] = []
        quoted.appendQuoted(String(name))
        var text = ""
        for scalar in String(decoding: quoted, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Whether a name can stand between dots without being misread.
    private static func isPlain(_ name: Substring) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
                    || scalar == "…" || scalar == "$"
            }
    }
}

extension Tape {
    /// The path of the value at an index, found by going down from the root.
    func path(to target: Int) -> String {
        var path = Path()
        var index = Self.root
        while index != target {
            switch self.tag(at: index) {
            case .object:
                var name = index + 1
                while name < self.end(of: index) - 1, self.end(of: name + 1) <= target { name = self.end(of: name + 1) }
                unsafe path.enter(self.text(at: name))
                index = name + 1
            case .array:
                var element = index + 1
                var position = 0
                while self.end(of: element) <= target {
                    element = self.end(of: element)
                    position += 1
                }
                path.enter(position)
                index = element
            default:
                return path.description
            }
        }
        return path.description
    }
}
