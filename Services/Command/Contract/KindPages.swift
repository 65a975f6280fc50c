internal import Domain
internal import JSON
internal import Messages

/// A page about every kind of activity, made from the schemas: Markdown.
struct KindPages {
    /// The page.
    ///
    /// - Throws: `JSONError` where a schema is no JSON.
    func text() throws -> String {
        var text = """
            # 活动类型 Kinds of activities

            Each is the `data` of an event of type `\(ActivityType.held.rawValue)`. Members marked * must be there. \
            Members that are not listed are ignored and kept, but where a privacy form is named: there they are \
            refused with `privacy`, and the dead letter carries no value.


            """
        for kind in ActivityKind.allCases {
            let title = Phrasebook.kind(kind)
            text += "* [`\(kind.rawValue)`](#\(kind.rawValue)) \(title.zh) \(title.en)\n"
        }
        for kind in ActivityKind.allCases { text += try self.page(of: kind) }
        return text
    }

    private func page(of kind: ActivityKind) throws -> String {
        let title = Phrasebook.kind(kind)
        var text = "\n## \(kind.rawValue)\n\n\(title.zh) · \(title.en)\n\n"
        if let form = kind.privacyForm {
            let words = Phrasebook.privacyForm(form)
            text += "**Privacy form `\(form.rawValue)`** \(words.zh)。Holds \(words.en).\n\n"
        }
        var reader = DocumentReader()
        var rows: [(path: String, words: String)] = []
        try reader.read(SchemaDocument.held(kind).json) { Self.add($0, at: "", to: &rows) }
        text += "| member | what |\n|---|---|\n"
        for row in rows { text += "| `\(row.path)` | \(row.words.replacing("|", with: "\\|")) |\n" }
        return text + "\n```json\n\(SchemaDocument.sample(of: kind))\n```\n"
    }

    private static func add(_ schema: Element, at path: String, to rows: inout [(path: String, words: String)]) {
        var required: Set<String> = []
        schema.member("required")?.forEachElement { if let name = $0.string { required.insert(name) } }
        schema.member("properties")?.forEachMember { name, property in
            let name = String(decoding: Array(copying: name), as: UTF8.self)
            let mark = required.contains(name) ? "*" : ""
            let whole = path.isEmpty ? name : "\(path).\(name)"
            rows.append((whole + mark, SchemaWords.of(property) ?? ""))
            self.add(property, at: whole, to: &rows)
        }
        guard let items = schema.member("items") else { return }
        if items.member("properties") == nil { rows[rows.count - 1].words += ": each \(SchemaWords.of(items) ?? "")" }
        self.add(items, at: "\(path)[]", to: &rows)
    }
}
