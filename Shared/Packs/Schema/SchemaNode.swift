internal import JSON

/// What may stand at a place of a pack file, as JSON Schema says it.
indirect enum SchemaNode: Sendable {
    /// A text of 1 to so many characters.
    case text(limitCharacters: Int)
    /// A text of a pattern.
    case pattern(String)
    /// One of some words.
    case choice([String])
    case integer(ClosedRange<Int>)
    case boolean
    /// A list; all of its elements differ where it is a set.
    case list(SchemaNode, minimum: Int = 0, isSet: Bool = false)
    /// Values under names of a pattern.
    case table(names: String, SchemaNode)
    case object(required: [String: SchemaNode], optional: [String: SchemaNode] = [:], rules: [SchemaRule] = [])
    case anyOf([SchemaNode])

    /// The words of a type.
    static func choice<Value: CaseIterable & RawRepresentable<String>>(of type: Value.Type) -> SchemaNode {
        .choice(type.allCases.map(\.rawValue))
    }

    /// Writes the schema's members into an object that has begun.
    func write(into writer: inout JSONWriter) {
        switch self {
        case .text(let limit):
            writer.type("string")
            writer.member("minLength", 1)
            writer.member("maxLength", limit)
        case .pattern(let pattern):
            writer.type("string")
            writer.key("pattern")
            writer.string(pattern)
        case .choice(let words): writer.names("enum", words)
        case .integer(let bounds):
            writer.type("integer")
            writer.member("minimum", bounds.lowerBound)
            writer.member("maximum", bounds.upperBound)
        case .boolean: writer.type("boolean")
        case .list(let element, let minimum, let isSet):
            writer.type("array")
            writer.key("items")
            writer.object { element.write(into: &$0) }
            if minimum > 0 { writer.member("minItems", minimum) }
            if isSet {
                writer.key("uniqueItems")
                writer.boolean(true)
            }
        case .table(let names, let value):
            writer.type("object")
            writer.key("propertyNames")
            writer.object { SchemaNode.pattern(names).write(into: &$0) }
            writer.key("additionalProperties")
            writer.object { value.write(into: &$0) }
        case .object(let required, let optional, let rules):
            writer.type("object")
            writer.properties(required.merging(optional) { required, _ in required })
            writer.names("required", required.keys.sorted())
            for rule in rules { rule.write(into: &writer) }
        case .anyOf(let nodes):
            writer.key("anyOf")
            writer.array { writer in
                for node in nodes { writer.object { node.write(into: &$0) } }
            }
        }
    }
}

/// What members of an object have to do with one another.
enum SchemaRule: Sendable {
    /// Exactly one of these is there.
    case oneOf([String])
    /// No more members than so many, and at least one.
    case atMost(Int)
    /// Where one is there, another is too.
    case needs(String, String)
    /// Where a member is a word, another is there too.
    case asks(String, is: String, String)

    func write(into writer: inout JSONWriter) {
        switch self {
        case .oneOf(let names):
            writer.key("oneOf")
            writer.array { writer in
                for name in names { writer.object { $0.names("required", [name]) } }
            }
        case .atMost(let count):
            writer.member("minProperties", 1)
            writer.member("maxProperties", count)
        case .needs(let name, let other):
            writer.key("dependentRequired")
            writer.object { $0.names(name, [other]) }
        case .asks(let name, let word, let other):
            writer.key("if")
            writer.object { writer in
                writer.key("properties")
                writer.object { writer in
                    writer.key(name)
                    writer.object { $0.names("enum", [word]) }
                }
                writer.names("required", [name])
            }
            writer.key("then")
            writer.object { $0.names("required", [other]) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func type(_ name: String) {
        self.key("type")
        self.string(name)
    }

    fileprivate mutating func member(_ name: String, _ value: Int) {
        self.key(name)
        self.integer(value)
    }

    fileprivate mutating func names(_ name: String, _ names: [String]) {
        self.key(name)
        self.array { writer in
            for name in names { writer.string(name) }
        }
    }

    fileprivate mutating func properties(_ properties: [String: SchemaNode]) {
        self.key("properties")
        self.object { writer in
            for (name, node) in properties.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                writer.object { node.write(into: &$0) }
            }
        }
        self.key("additionalProperties")
        self.boolean(false)
    }
}
