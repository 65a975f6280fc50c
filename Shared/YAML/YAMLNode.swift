/// A value of a YAML document, with its place.
///
/// Nothing is converted on its own: a plain `no`, `010` or `2021-03-01` is the text that it is, until somebody asks
/// for something else by `integer()` or `boolean()`.
public struct YAMLNode: Sendable {
    /// What the node holds.
    public let content: Content
    /// Where it begins.
    public let mark: Mark
    /// The file it stands in, as it was given.
    public let file: String

    /// What a node can hold.
    public enum Content: Sendable {
        /// A text. A plain one has no quotes and is not a block (`|`, `>`).
        case scalar(text: String, isPlain: Bool)
        /// A list.
        case sequence([YAMLNode])
        /// Names and values in the order of the file, no name twice.
        case mapping([Member])
    }

    /// A member of a mapping.
    public struct Member: Sendable {
        /// The name.
        public let name: String
        /// Where the name stands.
        public let mark: Mark
        /// The value.
        public let value: YAMLNode
    }

    /// An error at this node's place.
    public func error(_ what: String, expected: String? = nil) -> YAMLError {
        YAMLError(file: self.file, mark: self.mark, what: what, expected: expected)
    }
}

extension YAMLNode {
    /// The text of a scalar. Throws for anything else, and where a value was left out; an empty text is written `''`.
    public func text() throws(YAMLError) -> String {
        guard case .scalar(let text, let isPlain) = self.content else { throw self.unexpected("a text") }
        guard !text.isEmpty || !isPlain else { throw self.error("the value is missing", expected: "a text") }
        return text
    }

    /// The integer that a plain scalar spells in decimal digits. Throws for anything else: quotes, `010`, `0x10`,
    /// `1_000`.
    public func integer() throws(YAMLError) -> Int {
        guard case .scalar(let text, isPlain: true) = self.content, let integer = Int(text), "\(integer)" == text else {
            throw self.unexpected("an integer like 12 or -3")
        }
        return integer
    }

    /// The boolean that a plain `true` or `false` spells. Throws for anything else, `yes` and `on` included.
    public func boolean() throws(YAMLError) -> Bool {
        switch self.content {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        default: throw self.unexpected("true or false")
        }
    }

    /// The elements of a list. Throws for anything else.
    public func sequence() throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let elements) = self.content else { throw self.unexpected("a list") }
        return elements
    }

    /// The members of a mapping, whatever their names. Throws for anything else.
    public func mapping() throws(YAMLError) -> YAMLMapping {
        guard case .mapping(let members) = self.content else { throw self.unexpected("names with values") }
        return YAMLMapping(members: members, node: self)
    }

    /// The members of a mapping that has all of `required`, perhaps some of `optional`, and nothing else. Throws at the
    /// first name that does not belong here, and where one is missing.
    public func mapping(required: [String], optional: [String] = []) throws(YAMLError) -> YAMLMapping {
        let mapping = try self.mapping()
        let known = required + optional
        for member in mapping.members where !known.contains(member.name) {
            throw YAMLError(
                file: self.file, mark: member.mark, what: "unknown key “\(member.name)”",
                expected: "one of: " + known.joined(separator: ", "))
        }
        for name in required { _ = try mapping.require(name) }
        return mapping
    }

    private func unexpected(_ expected: String) -> YAMLError {
        switch self.content {
        case .scalar("", isPlain: true): self.error("the value is missing", expected: expected)
        case .scalar(let text, let isPlain):
            self.error("\(isPlain ? "" : "the text ")“\(text.prefix(60))” stands here", expected: expected)
        case .sequence: self.error("a list stands here", expected: expected)
        case .mapping: self.error("names with values stand here", expected: expected)
        }
    }
}
