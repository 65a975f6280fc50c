internal import Domain
internal import JSON
internal import Messages

/// An event as a system may send it: a structured CloudEvent about something of a kind.
struct SampleEvent {
    /// What it is about.
    let kind: ActivityKind

    /// Whose event it is.
    static let source = "/campus/oa"

    /// A sample of a kind.
    init(of kind: ActivityKind) { self.kind = kind }

    /// The event in one line of JSON.
    ///
    /// - Throws: `JSONError` where the sample is no JSON.
    func json() throws -> [UInt8] {
        var reader = DocumentReader()
        return try reader.read(Array(SchemaDocument.sample(of: self.kind).utf8)) { data in
            var writer = JSONWriter()
            writer.object { writer in
                writer.text("specversion", "1.0")
                writer.text("type", ActivityType.held.rawValue)
                writer.text("source", Self.source)
                writer.text("id", "sample-\(self.kind.rawValue)")
                writer.text("subject", data.member("unit")?.string)
                writer.text("time", data.member("startedAt")?.string)
                writer.text("recordedtime", data.member("startedAt")?.string)
                writer.text("datacontenttype", "application/json")
                writer.key("data")
                writer.element(data)
            }
            return writer.bytes + [UInt8(ascii: "\n")]
        }
    }
}
