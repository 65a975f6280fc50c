import Kit

/// An event as a system of the campus has it, before a client of its own puts it into a record.
struct OutsideEvent {
    static let source = "/campus/oa"
    static let held = "guoying.activity.held.v1"

    /// The CloudEvents attributes.
    var attributes: [String: String]
    /// What is said; the unit routes.
    var data: [String: JSONValue]
    /// The record's key.
    var key: String?

    /// Something of that type, recorded on 4 May 2021 unless told otherwise.
    init(_ id: String, type: String, data: [String: JSONValue], key: String? = nil) {
        self.attributes = [
            "specversion": "1.0", "type": type, "source": Self.source, "id": id,
            "time": "2021-05-04T08:00:00+08:00", "recordedtime": "2021-05-04T08:00:00+08:00",
        ]
        self.data = data
        self.key = key
    }

    /// A theme day of April 2021, an hour of each of `parts`.
    static func themeDay(
        _ id: String, of unit: String, parts: [String] = ["study", "exchange", "practice"]
    ) -> OutsideEvent {
        OutsideEvent(
            id, type: self.held,
            data: [
                "unit": .string(unit), "kind": .string("theme-day"), "title": .string("学党史、办实事"),
                "startedAt": .string("2021-04-09T14:30:00+08:00"),
                "attendance": .object(["due": .integer(32), "present": .integer(30), "excused": .integer(2)]),
                "segments": .array(
                    parts.map { .object(["part": .string($0), "minutes": .integer(60)]) }),
            ], key: unit)
    }

    /// That all of April has been sent. It needs no key.
    static func watermark(_ id: String) -> OutsideEvent {
        OutsideEvent(
            id, type: "guoying.activity.watermark.v1", data: ["until": .string("2021-05-04T00:00:00+08:00")])
    }

    /// The JSON form of the event.
    var structured: String {
        var members = self.attributes.mapValues { JSONValue.string($0) }
        members["data"] = .object(self.data)
        return JSONValue.object(members).text
    }

    /// A line for `publish.py`, which has the SDK write the event.
    func line(mode: String) -> String {
        JSONValue.object([
            "mode": .string(mode), "key": self.key.map { .string($0) } ?? .null,
            "attributes": .object(self.attributes.mapValues { .string($0) }), "data": .object(self.data),
        ]).text
    }
}
