import FoundationEssentials
import Kit
import Messages

/// A record that must be refused, and what its letter has to say.
struct BadRecord: Sendable {
    /// A header of a record.
    struct Header: Equatable, Sendable {
        let name: String
        let text: String
    }

    /// What is wrong with it.
    let name: String
    let code: FaultCode
    let field: String
    /// Who sent it, and as what, where that can be read.
    var source: String?
    var id: String?
    let key: String?
    let headers: [Header]
    /// As a line for `publish.py`.
    let line: String

    /// A record that follows no rule; with `id` where that can be read.
    init(
        _ name: String, _ code: FaultCode, at field: String = "", id: String? = nil, key: String? = "b-0101",
        headers: [(String, String)], content: [String: JSONValue]
    ) {
        self.name = name
        self.code = code
        self.field = field
        self.key = key
        self.headers = headers.map { Header(name: $0.0, text: $0.1) }
        var members: [String: JSONValue] = [
            "mode": .string("raw"), "key": key.map { .string($0) } ?? .null,
            "headers": .array(headers.map { .array([.string($0.0), .string($0.1)]) }),
        ]
        members.merge(content) { $1 }
        self.line = JSONValue.object(members).text
        self.source = id.map { _ in OutsideEvent.source }
        self.id = id
    }

    /// An event in structured mode whose text is not what the SDK would write; with `id` where that can be read.
    init(_ name: String, _ code: FaultCode, at field: String = "", id: String? = nil, text: String) {
        self.init(
            name, code, at: field, id: id, headers: [("content-type", Self.structured)],
            content: ["text": .string(text)])
    }

    /// An event in binary mode with other headers than usual, or without one of them.
    init(
        _ name: String, _ code: FaultCode, at field: String = "", id: String,
        setting changes: [(String, String?)], content: [String: JSONValue] = ["text": .string(Self.themeDay())]
    ) {
        let changed = Set(changes.map(\.0))
        let usual = [
            ("content-type", "application/json"), ("ce_specversion", "1.0"), ("ce_type", OutsideEvent.held),
            ("ce_source", OutsideEvent.source), ("ce_id", id),
        ].filter { !changed.contains($0.0) }
        let others = changes.compactMap { change in change.1.map { (change.0, $0) } }
        self.init(name, code, at: field, headers: usual + others, content: content)
        self.source = changed.contains("ce_source") ? nil : OutsideEvent.source
        self.id = changed.contains("ce_id") ? nil : id
    }

    /// A sound event, written by the SDK, that says what may not be said.
    init(_ name: String, _ code: FaultCode, at field: String, event: OutsideEvent) {
        self.name = name
        self.code = code
        self.field = field
        self.key = event.key
        self.headers = [Header(name: "content-type", text: Self.structured)]
        self.line = event.line(mode: "structured")
        self.source = event.attributes["source"]
        self.id = event.attributes["id"]
    }

    static let structured = "application/cloudevents+json; charset=UTF-8"

    /// The data of a theme day with more or other members, as JSON text.
    static func themeDay(_ members: String = #""title": "学党史""#) -> String {
        #"{"unit": "b-0101", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00", \#(members)}"#
    }

    /// A structured event around that data, as JSON text.
    static func event(_ id: String, data: String) -> String {
        #"{"specversion": "1.0", "type": "\#(OutsideEvent.held)", "source": "/campus/oa", "id": "\#(id)", "#
            + #""data": \#(data)}"#
    }
}
