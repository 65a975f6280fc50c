import JSON
import Kit
import Messages
import Testing

/// An event of the campus as a test wants it, in either mode.
struct SampleEvent: CustomTestStringConvertible {
    /// How a record carries an event.
    enum Mode: CaseIterable {
        case binary, structured
    }

    static let themeDay = """
        {"unit": "b-0103", "kind": "theme-day", "title": "学党史、办实事",
         "startedAt": "2021-04-09T14:30:00+08:00", "endedAt": "2021-04-09T17:30:00+08:00",
         "place": {"name": "实训楼 A203", "type": "training-base"}, "chairedBy": "secretary",
         "attendance": {"due": 32, "present": 30, "excused": 2},
         "segments": [{"part": "study", "minutes": 60}, {"part": "exchange", "minutes": 60},
                      {"part": "practice", "minutes": 60}],
         "topics": ["party-history", "teaching"], "purpose": "serve-teaching", "coOrganisers": ["union"],
         "campaign": "guoguan-2021",
         "references": [{"kind": "minutes", "uri": "https://oa.example.edu/doc/8841", "sha256": "…"}]}
        """

    var attributes: [String: String] = [
        "specversion": "1.0", "id": "8841", "source": "/campus/oa", "type": "guoying.activity.held.v1",
        "time": "2021-04-09T17:30:00+08:00", "subject": "b-0103", "recordedtime": "2021-04-10T08:00:00+08:00",
    ]
    var data = SampleEvent.themeDay
    var mode = Mode.binary

    init(in mode: Mode = .binary, data: String = SampleEvent.themeDay) {
        self.mode = mode
        self.data = data
    }

    /// An event of that type with that data.
    init(_ type: ActivityType, in mode: Mode = .binary, data: String) {
        self.init(in: mode, data: data)
        self.attributes["type"] = type.rawValue
    }

    /// A theme day in which a member has another value, or none.
    init(in mode: Mode = .binary, setting member: String, to value: String?) {
        self.init(in: mode, data: Self.themeDay(setting: member, to: value))
    }

    /// The same event with another attribute, or without one.
    func setting(_ attribute: String, to value: String?) -> SampleEvent {
        var event = self
        event.attributes[attribute] = value
        return event
    }

    var testDescription: String { "\(self.mode) \(self.attributes) \(self.data)" }

    /// The record that carries the event.
    var record: SampleRecord {
        switch self.mode {
        case .binary:
            var headers = HeaderList()
            headers.append("content-type", "application/json")
            for (name, value) in self.attributes { headers.append("ce_" + name, value) }
            return SampleRecord(headers: headers, value: Array(self.data.utf8))
        case .structured:
            var writer = JSONWriter()
            writer.object { writer in
                for (name, value) in self.attributes {
                    writer.key(name)
                    writer.string(value)
                }
                writer.key("data")
                writer.raw(Array(self.data.utf8).span)
            }
            var headers = HeaderList()
            headers.append("Content-Type", "application/cloudevents+json; charset=UTF-8")
            return SampleRecord(headers: headers, value: writer.bytes)
        }
    }

    /// A theme day as JSON in which one member has another value, or none.
    static func themeDay(setting member: String, to value: String?) -> String {
        var members: [(String, String)] = [
            ("unit", "\"b-0103\""), ("kind", "\"theme-day\""), ("startedAt", "\"2021-04-09T14:30:00+08:00\""),
        ]
        members.removeAll { $0.0 == member }
        if let value { members.append((member, value)) }
        return "{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }
}

/// A record as a client would lend it.
struct SampleRecord {
    var headers: HeaderList
    var value: [UInt8]?

    /// What an activity decoder makes of the record.
    func decode() throws(Fault) -> Message<ActivityEvent> {
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        guard let value = self.value else { return try decoder.decode(self.headers, value: nil) }
        return try decoder.decode(self.headers, value: value.span)
    }

    /// The fault that condemns the record; nil where there is none.
    var fault: Fault? {
        do throws(Fault) {
            _ = try self.decode()
            return nil
        } catch {
            return error
        }
    }

    /// What can be read of the record whatever is wrong with it.
    var glance: Glance {
        guard let value = self.value else { return Glance(self.headers, value: nil) }
        return Glance(self.headers, value: value.span)
    }
}

extension JSONValue {
    /// The value with a member more in one of its objects, once for each of them.
    func adding(_ name: String, _ value: JSONValue) -> [JSONValue] {
        switch self {
        case .object(let members):
            [JSONValue.object(members.merging([name: value]) { $1 })]
                + members.flatMap { place, member in
                    member.adding(name, value).map { .object(members.merging([place: $0]) { $1 }) }
                }
        case .array(let elements):
            elements.indices.flatMap { index in
                elements[index].adding(name, value).map { changed in
                    var elements = elements
                    elements[index] = changed
                    return .array(elements)
                }
            }
        case .null, .boolean, .integer, .number, .string: []
        }
    }
}
