import JSON

/// The members of a JSON object: strings as they are, everything else as compact JSON.
struct Document {
    private var members: [String: String] = [:]

    init(_ text: String) throws {
        var reader = DocumentReader()
        self.members = try reader.read(Array(text.utf8)) { root in
            var members: [String: String] = [:]
            root.forEachMember { name, value in
                let name = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
                var bytes: [UInt8] = []
                value.compact(into: &bytes)
                members[name] = value.string ?? String(decoding: bytes, as: UTF8.self)
            }
            return members
        }
    }

    subscript(name: String) -> String? { self.members[name] }
}
