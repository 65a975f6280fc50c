import Domain
import JSON
import Kit
import Messages
import Testing

@Suite struct `An activity event` {
    @Test(arguments: SampleEvent.Mode.allCases)
    func `says what rules read of a theme day`(mode: SampleEvent.Mode) throws {
        let message = try SampleEvent(in: mode).record.decode()

        let held = try #require(message.body.held)
        #expect(held.unit == "b-0103")
        #expect(held.kind == .themeDay)
        #expect(held.startedAt == Instant("2021-04-09T06:30:00Z"))
        #expect(held.endedAt == Instant("2021-04-09T09:30:00Z"))
        #expect(held.attendance == Attendance(due: 32, present: 30))
        #expect(held.segments?[.study] == 60)
        #expect(held.segments?[.exchange] == 60)
        #expect(held.segments?[.practice] == 60)
        #expect(message.body.unit == "b-0103")
    }

    @Test func `needs a unit, a kind and a start, and no more`() throws {
        let held = try #require(try SampleEvent(setting: "x", to: nil).record.decode().body.held)

        #expect(held.attendance == nil)
        #expect(held.segments == nil)
        #expect(held.endedAt == nil)
        #expect(held.detail == ActivityDetail())
    }

    @Test(arguments: ["unit", "kind", "startedAt"])
    func `is refused without a required member`(member: String) {
        let fault = SampleEvent(setting: member, to: nil).record.fault

        #expect(fault == Fault(.schema, at: "data." + member))
    }

    @Test(arguments: ActivityKind.allCases)
    func `may be of any kind that is listed`(kind: ActivityKind) throws {
        let data = SchemaDocument.sample(of: kind)

        let held = try #require(try SampleEvent(data: data).record.decode().body.held)

        #expect(held.kind == kind)
        #expect(held.report == (kind == .report ? "problem-list" : nil))
        #expect(held.about == (kind == .termReminder ? "committee-term" : nil))
        #expect(held.by == (kind == .termReminder ? "g-01" : nil))
    }

    @Test(arguments: ActivityKind.allCases)
    func `reads the same in whatever order its members stand`(kind: ActivityKind) throws {
        let data = SchemaDocument.sample(of: kind)
        // By name, at every depth: of all samples none is written so.
        let sorted = try JSONValue(data).text

        #expect(sorted.filter { $0 != " " } != data.filter { $0 != " " })
        let (mine, usual) = (try Self.held(sorted), try Self.held(data))
        #expect(mine.unit == usual.unit && mine.startedAt == usual.startedAt && mine.endedAt == usual.endedAt)
        #expect(mine.detail == usual.detail)
        #expect(Set(mine.links) == Set(usual.links))
    }

    private static func held(_ data: String) throws -> ActivityEvent.Held {
        try #require(try SampleEvent(data: data).record.decode().body.held)
    }

    @Test func `passes over members that nobody has listed, wherever they stand`() throws {
        let data = SchemaDocument.sample(of: .membersMeeting)
        let strange = #""zz": {"a": [1, {"unit": "b-9"}]}, "": null, "startedAtx": 1,"#
        let mixed = data.replacing("\"startedAt\"", with: strange + "\"startedAt\"")

        #expect(try Self.held(mixed) == Self.held(data))
    }

    @Test(arguments: ActivityKind.allCases.filter { $0.privacyForm == nil })
    func `tells which of its members is not listed, whatever it is in`(kind: ActivityKind) throws {
        var reader = DocumentReader()
        let sample = try JSONValue(SchemaDocument.sample(of: kind))
        for data in sample.adding("note", .integer(1)) {
            for type in ["held", "corrected"] {
                let corrects = #""corrects":{"source":"/campus/oa","id":"1"},"reason":"x","#
                let members = (type == "held" ? "" : corrects) + data.text.dropFirst()
                let event = #"{"type":"guoying.activity.\#(type).v1","data":{\#(members)}"#

                let found = try reader.read(Array(event.utf8)) { ActivityEvent.unlistedMembers(in: $0) }

                #expect(found.map(\.name) == ["note"], "\(event)")
                #expect(found.first?.path.hasPrefix("data.") == true)
            }
        }
    }

    @Test(arguments: [
        ("talks", "chairedBy", "deputy-secretarx", Fault(.privacy, at: "data.chairedBy")),
        ("talks", "chairedBy", "deputy-secretaryx", Fault(.privacy, at: "data.chairedBy")),
        ("talks", "chairedBy", "secretarx", Fault(.privacy, at: "data.chairedBy")),
        ("theme-day", "kind", "leadership-life-meetinx", Fault(.schema, at: "data.kind")),
        ("theme-day", "kind", "members-meetinx", Fault(.schema, at: "data.kind")),
        ("theme-day", "kind", "theme-da", Fault(.schema, at: "data.kind")),
    ])
    func `does not take a word for another that only resembles it`(
        kind: String, member: String, word: String, fault: Fault
    ) {
        let members = ["unit": "b-0103", "kind": kind, "startedAt": "2021-04-09T14:30:00+08:00"]
        let data = JSONValue.object(members.merging([member: word]) { $1 }.mapValues { .string($0) })

        #expect(SampleEvent(data: data.text).record.fault == fault)
    }

    @Test(arguments: [("report", "report"), ("term-reminder", "about")])
    func `carries what its kind asks for`(kind: String, member: String) {
        let fault = SampleEvent(setting: "kind", to: "\"\(kind)\"").record.fault

        #expect(fault == Fault(.schema, at: "data." + member))
    }

    @Test(arguments: [
        ("unit", "\"\"", "unit"), ("unit", "\"b 1\"", "unit"), ("unit", "\"b\\t1\"", "unit"), ("unit", "7", "unit"),
        ("unit", "\"b\u{3000}1\"", "unit"), ("unit", "\"\(String(repeating: "支", count: 65))\"", "unit"),
        ("unit", "null", "unit"), ("kind", "\"party\"", "kind"), ("kind", "1", "kind"),
        ("startedAt", "\"2021-04-09T14:30:00\"", "startedAt"), ("startedAt", "\"2021-04-09\"", "startedAt"),
        ("startedAt", "1617949800", "startedAt"), ("endedAt", "\"2021-04-09T14:29:59+08:00\"", "endedAt"),
        ("endedAt", "null", "endedAt"), ("title", "5", "title"), ("place", "\"A203\"", "place"),
        ("place", "{\"name\": 203}", "place.name"), ("chairedBy", "[]", "chairedBy"),
        ("attendance", "null", "attendance"),
        ("attendance", "{\"present\": 30}", "attendance.due"), ("attendance", "{\"due\": 30}", "attendance.present"),
        ("attendance", "{\"due\": 30, \"present\": 31}", "attendance.present"),
        ("attendance", "{\"due\": 30, \"present\": 30, \"excused\": 31}", "attendance.excused"),
        ("attendance", "{\"due\": -1, \"present\": 0}", "attendance.due"),
        ("attendance", "{\"due\": 2.5, \"present\": 0}", "attendance.due"),
        ("attendance", "{\"due\": \"30\", \"present\": 0}", "attendance.due"),
        ("attendance", "{\"due\": 18446744073709551615, \"present\": 0}", "attendance.due"),
        ("attendance", "{\"due\": 1e300, \"present\": 0}", "attendance.due"), ("segments", "{}", "segments"),
        ("segments", "[{\"part\": \"study\"}]", "segments[0].minutes"),
        (
            "segments", "[{\"part\": \"study\", \"minutes\": 1}, {\"part\": \"tea\", \"minutes\": 1}]",
            "segments[1].part"
        ),
        ("segments", "[{\"part\": \"study\", \"minutes\": 1441}]", "segments[0].minutes"),
        ("segments", "[{\"part\": \"study\", \"minutes\": -1}]", "segments[0].minutes"),
        ("segments", "[null]", "segments[0]"), ("topics", "[1]", "topics[0]"),
        ("coOrganisers", "\"union\"", "coOrganisers"),
        ("references", "[{\"uri\": 1}]", "references[0].uri"),
    ])
    func `is refused with the path of what breaks its description`(member: String, value: String, path: String) {
        let binary = SampleEvent(setting: member, to: value).record.fault
        let structured = SampleEvent(in: .structured, setting: member, to: value).record.fault

        #expect(binary == Fault(.schema, at: "data." + path))
        #expect(structured == binary)
    }

    @Test(arguments: [
        ("unit", "\"\(String(repeating: "支", count: 64))\""), ("endedAt", "\"2021-04-09T14:30:00+08:00\""),
        ("attendance", "{\"due\": 30.0, \"present\": 3e1, \"excused\": 30}"),
        ("attendance", "{\"due\": 0, \"present\": 0}"), ("segments", "[]"),
        ("segments", "[{\"part\": \"study\", \"minutes\": 1440}]"), ("startedAt", "\"2021-04-09t06:30:00.123456789z\""),
        ("sky", "{\"colour\": null}"), ("place", "{\"floor\": 2}"),
    ])
    func `is taken at the edges of its description`(member: String, value: String) {
        #expect(SampleEvent(setting: member, to: value).record.fault == nil)
    }

    @Test(arguments: ["5", "null", "[]", "\"text\""])
    func `is refused when its data is no object`(data: String) {
        #expect(SampleEvent(data: data).record.fault == Fault(.schema, at: "data"))
        #expect(SampleEvent(.watermark, data: data).record.fault == Fault(.schema, at: "data"))
        #expect(SampleEvent(in: .structured, data: data).record.fault == Fault(.schema, at: "data"))
    }

    @Test func `is refused when a structured record has no data`() {
        var record = SampleEvent(in: .structured).record
        record.value = Array(
            #"{"specversion": "1.0", "id": "1", "source": "/s", "type": "guoying.activity.held.v1"}"#.utf8)

        #expect(record.fault == Fault(.schema, at: "data"))
    }

    @Test func `adds up the minutes of one part, and knows a part that was not sent`() throws {
        let segments = """
            [{"part": "study", "minutes": 30}, {"part": "practice", "minutes": 0}, {"part": "study", "minutes": 25}]
            """

        let held = try #require(try SampleEvent(setting: "segments", to: segments).record.decode().body.held)

        #expect(held.segments?[.study] == 55)
        #expect(held.segments?[.practice] == 0)
        #expect(held.segments?[.exchange] == nil)
    }

    @Test func `keeps all that was sent, normalised`() throws {
        let data = #"{"unit":"b-1", "kind":"theme-day", "z": 1.0, "startedAt":"2021-04-09T14:30:00+08:00", "a": null}"#

        let message = try SampleEvent(data: data).record.decode()

        #expect(
            String(decoding: message.data, as: UTF8.self)
                == #"{"a":null,"kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","unit":"b-1","z":1}"#)
    }

    @Test func `corrects a record, with a reason`() throws {
        let body = try SampleEvent(.corrected, data: themeDay(with: "\"corrects\": \(target), \"reason\": \"a typo\""))
            .record.decode().body

        guard case .corrected(let held, of: let target) = body else {
            Issue.record("not a correction: \(body)")
            return
        }
        #expect(held.unit == "b-0103")
        #expect(target.source == "/campus/oa")
        #expect(target.id == "8840")
    }

    @Test(arguments: [
        (#""reason": "why""#, "corrects"), (#""corrects": {"source": "/campus/oa"}, "reason": "why""#, "corrects.id"),
        (#""corrects": {"source": "", "id": "1"}, "reason": "why""#, "corrects.source"),
        (#""corrects": {"source": "/campus/oa", "id": "8840"}"#, "reason"),
        (#""corrects": {"source": "/campus/oa", "id": "8840"}, "reason": "" "#, "reason"),
    ])
    func `is no correction without its target and its reason`(members: String, path: String) {
        let fault = SampleEvent(.corrected, data: themeDay(with: members)).record.fault

        #expect(fault == Fault(.schema, at: "data." + path))
    }

    @Test func `takes a record back, with a reason`() throws {
        let data = "{\"retracts\": \(target), \"reason\": \"never happened\"}"

        let body = try SampleEvent(.retracted, data: data).record.decode().body

        guard case .retracted(let target) = body else {
            Issue.record("not a retraction: \(body)")
            return
        }
        #expect(target.id == "8840")
        #expect(body.unit == nil)
    }

    @Test func `vouches for all units and kinds, or for some`() throws {
        let all = try SampleEvent(.watermark, data: #"{"until": "2021-05-01T00:00:00+08:00"}"#).record.decode().body
        let some = try SampleEvent(
            .watermark,
            data: #"{"until": "2021-05-01T00:00:00+08:00", "unit": "g-02", "kinds": ["theme-day", "party-class"]}"#
        ).record.decode().body

        guard case .watermark(let forAll) = all, case .watermark(let forSome) = some else {
            Issue.record("not a watermark: \(all), \(some)")
            return
        }
        #expect(forAll.until == Day("2021-05-01")?.start)
        #expect(forAll.unit == nil)
        #expect(forAll.kinds == nil)
        #expect(forSome.unit == "g-02")
        #expect(forSome.kinds == [.themeDay, .partyClass])
        #expect(some.unit == "g-02")
    }

    @Test(arguments: [
        ("{}", "until"), (#"{"until": "2021-05-01"}"#, "until"),
        (#"{"until": "2021-05-01T00:00:00Z", "unit": ""}"#, "unit"),
        (#"{"until": "2021-05-01T00:00:00Z", "kinds": []}"#, "kinds"),
        (#"{"until": "2021-05-01T00:00:00Z", "kinds": ["tea"]}"#, "kinds[0]"),
    ])
    func `is no watermark when it is not clear what it vouches for`(data: String, path: String) {
        #expect(SampleEvent(.watermark, data: data).record.fault == Fault(.schema, at: "data." + path))
    }
}

private let target = #"{"source": "/campus/oa", "id": "8840"}"#

/// A theme day with more members.
private func themeDay(with members: String) -> String {
    SampleEvent.themeDay.dropLast() + ", " + members + "}"
}
