internal import Domain
internal import JSON
internal import Messages

/// Says of a fault what is there and what was expected, as the schema of the message says it.
struct Expectation: ~Copyable {
    private var reader = DocumentReader()

    /// What stands at the fault's field, and what should: `is missing; expected a string`.
    mutating func explain(_ fault: Fault, in event: [UInt8]) -> String {
        switch fault.code {
        case .undecodable: self.syntax(fault, event)
        case .tooLarge: "has more than \(Limits.eventBytes) bytes; expected at most that many"
        case .missingAttribute: "is missing; expected a CloudEvents attribute that is not empty"
        case .unsupportedType:
            "\(self.found(fault, event)); expected "
                + (fault.field == "specversion"
                    ? "\"1.0\"" : "one of \(ActivityType.allCases.map(\.rawValue).joined(separator: ", "))")
        case .schema: self.schema(fault, event)
        case .sourceNotAllowed: "\(self.found(fault, event)); expected the event's own source"
        case .privacy: self.form(event)
        case .batchMode, .future, .conflictingDuplicate, .unknownUnit, .unknownTarget, .internal: "is not accepted"
        }
    }

    private mutating func syntax(_ fault: Fault, _ event: [UInt8]) -> String {
        do {
            try self.reader.read(event) { _ in }
        } catch let error as JSONError {
            let offset = error.offset.map { "byte \($0 + 1) of the event: " } ?? ""
            return "\(offset)\(error.reason)"
        } catch {
            return "\(error)"
        }
        return switch fault.field {
        case "": "is not an object; expected a CloudEvent in JSON"
        case "data_base64", "datacontenttype": "expected data in JSON, as the member data"
        default: "expected text without control characters, at most \(Limits.attributeBytes) bytes"
        }
    }

    /// What an event of its kind may hold: never what stands there, which may be about somebody.
    private mutating func form(_ event: [UInt8]) -> String {
        let name = try? self.reader.read(event) { root in root.member("data")?.member("kind")?.string }
        guard let kind = name.flatMap({ $0 }).flatMap({ ActivityKind(rawValue: $0) }) else { return "is not accepted" }
        let form = kind.privacyForm.map { Phrasebook.privacyForm($0).en } ?? "counts, and nobody's name"
        return "has no place in an event of kind \(kind.rawValue), which holds \(form); see "
            + "'guoying schema \(SchemaDocument.held(kind).name)'"
    }

    private mutating func found(_ fault: Fault, _ event: [UInt8]) -> String {
        (try? self.reader.read(event) { root in Self.found(fault.field, in: root) }) ?? "is wrong"
    }

    private mutating func schema(_ fault: Fault, _ event: [UInt8]) -> String {
        let found = self.found(fault, event)
        guard fault.field.hasPrefix("data"), fault.field != "data" else {
            return "\(found); expected \(fault.field == "data" ? "an object" : SchemaWords.instant)"
        }
        let type = try? self.reader.read(event) { root in
            (root.member("type")?.string, root.member("data")?.member("kind")?.string)
        }
        guard let document = Self.schema(of: type?.0, kind: type?.1 ?? nil) else {
            return "\(found); expected one of \(Self.kinds)"
        }
        let expected = try? self.reader.read(document.json) { schema in
            let steps = (MemberPath(fault.field)?.steps ?? []).dropFirst()
            return Self.expectation(at: steps, of: schema, rules: schema.member("$comment")?.string ?? "")
        }
        return "\(found); expected \((expected ?? nil) ?? "what the schema of \(document.name) says")"
    }

    private static let kinds = ActivityKind.allCases.map(\.rawValue).joined(separator: ", ")

    private static func schema(of type: String?, kind: String?) -> SchemaDocument? {
        let kind = kind.flatMap { ActivityKind(rawValue: $0) }
        return switch type.flatMap({ ActivityType(rawValue: $0) }) {
        case .held: kind.map { .held($0) }
        case .corrected: kind.map { .corrected($0) }
        case .retracted: .retracted
        case .watermark: .watermark
        case nil: nil
        }
    }

    /// What stands at a path.
    private static func found(_ field: String, in root: Element) -> String {
        var steps = (MemberPath(field)?.steps ?? [])[...]
        return self.found(&steps, in: root)
    }

    private static func found(_ steps: inout ArraySlice<MemberPath.Step>, in element: Element) -> String {
        guard let step = steps.popFirst() else {
            var text: [UInt8] = []
            element.compact(into: &text)
            return "is \(String(decoding: text.prefix(400), as: UTF8.self).fitted(to: 60))"
        }
        switch step {
        case .name(let name):
            guard let member = element.member(name) else { return "is missing" }
            return self.found(&steps, in: member)
        case .index(let wanted):
            var index = 0
            var answer = "is missing"
            element.forEachElement { element in
                if index == wanted { answer = self.found(&steps, in: element) }
                index += 1
            }
            return answer
        }
    }

    /// What a schema says of the value at a path; nil where it says nothing.
    private static func expectation(at steps: ArraySlice<MemberPath.Step>, of schema: Element, rules: String) -> String?
    {
        guard let step = steps.first else { return SchemaWords.of(schema) }
        guard case .name(let name) = step else {
            guard let items = schema.member("items") else { return nil }
            return self.expectation(at: steps.dropFirst(), of: items, rules: rules)
        }
        guard let property = schema.member("properties")?.member(name) else { return nil }
        let expected = self.expectation(at: steps.dropFirst(), of: property, rules: rules)
        guard steps.count == 1 else { return expected }
        // What holds between members stands in words beside the schema.
        let rule = rules.split(separator: "; ").first { rule in
            // Its subjects: `present and excused are not above due`.
            rule.split(separator: " ").prefix { $0 != "is" && $0 != "are" }.contains(Substring(name))
        }
        return rule.map { "\(expected ?? "a value"), where \($0)" } ?? expected
    }
}
