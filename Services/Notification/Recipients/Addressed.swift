internal import Domain
internal import JSON

/// A person who is told of an alert, and why that person.
struct Addressed: Hashable, Sendable {
    /// The person, an opaque id.
    let person: PersonID
    /// The post that the person holds; nil where the person is named as such.
    let holds: Post?
    /// The post that the alert names.
    let asked: Post?

    /// Writes the member `to`: the person, the post, and a note where the message has moved up.
    func write(into writer: inout JSONWriter) {
        writer.key("to")
        writer.object { writer in
            writer.key("person")
            writer.string(self.person.rawValue)
            guard let holds else { return }
            writer.key("post")
            writer.string(holds.role)
            writer.key("unit")
            writer.string(holds.unit)
            guard let asked, asked != holds else { return }
            writer.key("note")
            writer.object { writer in
                writer.key("zh")
                writer.string("\(asked.unit)的\(asked.role)空缺，消息上移。")
                writer.key("en")
                writer.string("Nobody holds the post \(asked.role) at \(asked.unit), so the message has moved up.")
            }
        }
    }
}
