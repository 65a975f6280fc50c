internal import JSON

/// A JSON Schema of one value, in words.
enum SchemaWords {
    /// What an instant looks like.
    static let instant = "an instant with its offset, such as 2021-04-09T14:30:00+08:00"

    /// What the value must be; nil where the schema does not say.
    static func of(_ schema: Element) -> String? {
        if let word = schema.member("const")?.string { return "\"\(word)\"" }
        if schema.member("enum") != nil { return "one of \(self.list(schema, "enum"))" }
        switch schema.member("type")?.string {
        case "string": return self.string(schema)
        case "integer": return "a whole number from \(self.range(schema, "minimum", "maximum"))"
        case "number": return "a number from \(self.range(schema, "minimum", "maximum"))"
        case "boolean": return "true or false"
        case "array": return "a list of \(self.range(schema, "minItems", "maxItems")) values"
        case "object": return "an object"
        default: return nil
        }
    }

    private static func string(_ schema: Element) -> String {
        switch schema.member("format")?.string {
        case "date-time": return self.instant
        case "date": return "a day, such as 2021-04-09"
        default: break
        }
        let most = schema.member("maxLength")?.integer ?? 0
        switch schema.member("pattern")?.string {
        case let pattern? where pattern.hasPrefix("^[a-z0-9]"):
            return "a code of at most \(most) small letters and digits with hyphens"
        case let pattern? where pattern.hasPrefix("^[A-Za-z0-9"):
            return "a number or code of at most \(most) letters, digits, points, strokes and hyphens"
        case let pattern:
            let spaces = pattern == nil ? "" : ", without spaces"
            let examples = schema.member("examples") == nil ? "" : ", such as \(self.list(schema, "examples"))"
            return "a text of \(schema.member("minLength")?.integer ?? 0) to \(most) characters\(spaces)\(examples)"
        }
    }

    private static func range(_ schema: Element, _ least: String, _ most: String) -> String {
        "\(schema.member(least)?.integer ?? 0) to \(schema.member(most)?.integer ?? 0)"
    }

    private static func list(_ schema: Element, _ name: String) -> String {
        var words: [String] = []
        schema.member(name)?.forEachElement { if let word = $0.string { words.append(word) } }
        return words.joined(separator: ", ")
    }
}
