/// The keywords of JSON Schema that our schemas use, as the specification has them, for readers: what a schema does not
/// list is let pass.
public enum JSONSchema {
    /// Whether a value is what a schema says.
    public static func accepts(_ value: JSONValue, by schema: JSONValue) -> Bool {
        self.fitsType(value, schema) && self.fitsText(value, schema) && self.fitsNumber(value, schema)
            && self.fitsList(value, schema) && self.fitsObject(value, schema) && self.fitsWords(value, schema)
    }

    /// The paths of the members of a value that a schema does not list.
    public static func unlisted(in value: JSONValue, by schema: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            members.keys.sorted().flatMap { name -> [String] in
                guard let member = members[name], let property = schema["properties"]?[name] else { return [name] }
                return self.unlisted(in: member, by: property).map { "\(name).\($0)" }
            }
        case .array(let elements):
            elements.flatMap { element in
                schema["items"].map { self.unlisted(in: element, by: $0) } ?? []
            }
        case .null, .boolean, .integer, .number, .string: []
        }
    }

    private static func fitsType(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        switch (schema["type"]?.string, value) {
        case (nil, _), ("string", .string), ("array", .array), ("object", .object), ("integer", .integer),
            ("boolean", .boolean), ("number", .integer), ("number", .number):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }

    private static func fitsText(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let text = value.string else { return true }
        let length = Double(text.unicodeScalars.count)
        if let least = schema["minLength"]?.double, length < least { return false }
        if let most = schema["maxLength"]?.double, length > most { return false }
        if let pattern = schema["pattern"]?.string, !pattern.hasPrefix("^[^") {
            guard let regex = try? Regex(pattern), text.wholeMatch(of: regex) != nil else { return false }
        } else if let pattern = schema["pattern"]?.string {
            let excluded = self.excludedScalars(pattern)
            guard !text.isEmpty, !excluded.isEmpty,
                !text.unicodeScalars.contains(where: { scalar in excluded.contains { $0.contains(scalar.value) } })
            else { return false }
        }
        switch schema["format"]?.string {
        case "date-time":
            return text.wholeMatch(of: #/\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+\-]\d\d:\d\d)/#) != nil
        case "date": return text.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil
        default: return true
        }
    }

    /// The scalars that a pattern of our one form, `^[^…]+$` with escapes and ranges of them, does not let pass.
    private static func excludedScalars(_ pattern: String) -> [ClosedRange<UInt32>] {
        guard pattern.hasPrefix("^[^"), pattern.hasSuffix("]+$") else { return [] }
        let bounds = pattern.dropFirst(3).dropLast(3).split(separator: "\\u").map(String.init)
        var ranges: [ClosedRange<UInt32>] = []
        var lower: UInt32?
        for bound in bounds {
            guard let value = UInt32(bound.prefix(4), radix: 16) else { return [] }
            let first = lower ?? value
            if bound.hasSuffix("-") {
                lower = value
            } else {
                ranges.append(first...value)
                lower = nil
            }
        }
        return ranges
    }

    private static func fitsNumber(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let number = value.double else { return true }
        if let least = schema["minimum"]?.double, number < least { return false }
        if let most = schema["maximum"]?.double, number > most { return false }
        return true
    }

    private static func fitsList(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard case .array(let elements) = value else { return true }
        let count = Double(elements.count)
        if let least = schema["minItems"]?.double, count < least { return false }
        if let most = schema["maxItems"]?.double, count > most { return false }
        guard let items = schema["items"] else { return true }
        return elements.allSatisfy { self.accepts($0, by: items) }
    }

    private static func fitsObject(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard case .object(let members) = value else { return true }
        if case .array(let required)? = schema["required"] {
            for name in required.compactMap(\.string) where members[name] == nil { return false }
        }
        return members.allSatisfy { name, member in
            guard let property = schema["properties"]?[name] else { return true }
            return self.accepts(member, by: property)
        }
    }

    private static func fitsWords(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        if let word = schema["const"], word != value { return false }
        guard case .array(let words)? = schema["enum"] else { return true }
        return words.contains(value)
    }
}
