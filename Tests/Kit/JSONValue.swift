import JSON

/// A JSON value that a test can look into, change and write again.
public indirect enum JSONValue: Equatable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object([String: JSONValue])

    /// Reads a document.
    public init(_ text: [UInt8]) throws {
        var reader = DocumentReader()
        self = try reader.read(text.span) { JSONValue($0) }
    }

    /// Reads a document.
    public init(_ text: String) throws { try self.init(Array(text.utf8)) }

    private init(_ element: Element) {
        switch element.kind {
        case .null: self = .null
        case .boolean: self = .boolean(element.boolean ?? false)
        case .integer, .unsigned: self = .integer(element.integer ?? .max)
        case .number: self = .number(element.double ?? 0)
        case .string: self = .string(element.string ?? "")
        case .array:
            var elements: [JSONValue] = []
            element.forEachElement { elements.append(JSONValue($0)) }
            self = .array(elements)
        case .object:
            var members: [String: JSONValue] = [:]
            element.forEachMember { name, value in
                members[String(decoding: name.indices.map { name[$0] }, as: UTF8.self)] = JSONValue(value)
            }
            self = .object(members)
        }
    }

    /// The member of this name; nil where there is none, or this is no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The string; nil where this is something else.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The elements; none where this is no array.
    public var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The integer; nil where this is something else.
    public var integer: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// The number; nil where this is something else.
    public var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// This value as compact JSON.
    public var text: String {
        var writer = JSONWriter()
        self.write(into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func write(into writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .integer(let number): writer.integer(number)
        case .number(let number): writer.raw(Array(String(number).utf8).span)
        case .string(let text): writer.string(text)
        case .array(let elements):
            writer.array { writer in for element in elements { element.write(into: &writer) } }
        case .object(let members):
            writer.object { writer in
                for (name, value) in members {
                    writer.key(name)
                    value.write(into: &writer)
                }
            }
        }
    }

    /// Every value that differs from this one in one place: a member is missing, new, or something else.
    public func variations(replacing others: [JSONValue]) -> [JSONValue] {
        switch self {
        case .object(let members):
            var variations = others
            variations.append(.object(members.merging(["unheard-of": .null]) { old, _ in old }))
            for (name, value) in members {
                var changed = members
                changed[name] = nil
                variations.append(.object(changed))
                for variation in value.variations(replacing: others) {
                    changed[name] = variation
                    variations.append(.object(changed))
                }
            }
            return variations
        case .array(let elements):
            var variations = others
            for (index, element) in elements.enumerated() {
                for variation in element.variations(replacing: others) {
                    var changed = elements
                    changed[index] = variation
                    variations.append(.array(changed))
                }
            }
            return variations
        default:
            return others
        }
    }
}
