import FoundationEssentials
import Kit
import Messages

extension BadRecord {
    /// Every code that a record can get at once, by the ways that lead to it. The longest has 20 MB; the embedded
    /// broker keeps 5 MiB of a partition at most.
    static func table(on broker: TestBroker) -> [BadRecord] {
        let longest: Int64 = broker == .embedded ? 4_000_000 : 20_000_000
        return Self.undecodable + Self.headersAtOdds + Self.envelope + Self.schema + Self.tooLarge(longest)
            + Self.business
    }

    private static let undecodable = [
        BadRecord("not JSON", .undecodable, text: "{\"specversion\": \"1.0\", "),
        BadRecord(
            "not UTF-8", .undecodable, at: "data.title", id: "bad-utf8", setting: [],
            content: ["base64": .string(Data(Array("{\"title\": \"".utf8) + [0xff, 0x22, 0x7d]).base64EncodedString())]),
        BadRecord(
            "a lone surrogate", .undecodable, at: "data.title", id: "bad-surrogate",
            text: Self.event("bad-surrogate", data: Self.themeDay(#""title": "\ud800""#))
        ),
        BadRecord(
            "a NUL in a string", .undecodable, at: "data.title", id: "bad-nul",
            text: Self.event("bad-nul", data: Self.themeDay(#""title": "a\u0000b""#))
        ),
        BadRecord(
            "a duplicate key", .undecodable, at: "data.unit", id: "bad-key",
            text: Self.event("bad-key", data: Self.themeDay(#""unit": "b-0102""#))
        ),
        BadRecord(
            "too deep", .undecodable, at: "data.x" + String(repeating: "[0]", count: 62), id: "bad-depth",
            text: Self.event(
                "bad-depth",
                data: Self.themeDay(
                    "\"x\": " + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)))
        ),
        BadRecord(
            "an integer beyond 64 bits", .undecodable, at: "data.x", id: "bad-integer",
            text: Self.event("bad-integer", data: Self.themeDay(#""x": 18446744073709551616"#))
        ),
        BadRecord(
            "a number that no double holds", .undecodable, at: "data.x", id: "bad-double",
            text: Self.event("bad-double", data: Self.themeDay(#""x": 1e400"#))
        ),
        BadRecord(
            "data in base64", .undecodable, at: "data_base64", id: "bad-base64",
            text:
                #"{"specversion": "1.0", "type": "\#(OutsideEvent.held)", "source": "/campus/oa", "id": "bad-base64", "#
                + #""data_base64": "e30="}"#
        ),
        BadRecord("a tombstone", .undecodable, id: "bad-tombstone", setting: [], content: [:]),
        BadRecord("a tombstone without anything", .undecodable, key: nil, headers: [], content: [:]),
        BadRecord("an empty value", .undecodable, text: ""),
    ]

    private static let headersAtOdds = [
        BadRecord(
            "an attribute twice, and different", .undecodable, at: "subject", id: "bad-twice",
            setting: [("ce_subject", "b-0101"), ("ce_subject", "b-0102")]),
        BadRecord(
            "data of another type", .undecodable, at: "datacontenttype", id: "bad-type",
            setting: [("content-type", "text/plain")]),
        BadRecord(
            "a batch", .batchMode, id: "bad-batch", headers: [("content-type", "application/cloudevents-batch+json")],
            content: ["text": .string("[\(Self.event("bad-batch", data: Self.themeDay()))]")]),
    ]

    private static let envelope = [
        BadRecord("no id", .missingAttribute, at: "id", id: "", setting: [("ce_id", nil)]),
        BadRecord("an empty source", .missingAttribute, at: "source", id: "bad-source", setting: [("ce_source", "")]),
        BadRecord(
            "a structured event without its header", .missingAttribute, at: "specversion", id: "bad-mode",
            headers: [],
            content: ["text": .string(Self.event("bad-mode", data: Self.themeDay()))]),
        BadRecord(
            "an unheard-of type", .unsupportedType, at: "type", id: "bad-kind",
            setting: [("ce_type", "guoying.activity.held.v9")]),
        BadRecord(
            "another version of CloudEvents", .unsupportedType, at: "specversion", id: "bad-version",
            setting: [("ce_specversion", "0.3")]),
    ]

    private static let schema = [
        BadRecord(
            "a time that is none", .schema, at: "time", id: "bad-time", setting: [("ce_time", "2021-04-09T14:30:00")]),
        BadRecord("no unit", .schema, at: "data.unit", event: .themeDay("bad-unit", setting: "unit", to: nil)),
        BadRecord(
            "an unknown kind", .schema, at: "data.kind",
            event: .themeDay("bad-activity", setting: "kind", to: .string("picnic"))),
        BadRecord(
            "a start without offset", .schema, at: "data.startedAt",
            event: .themeDay("bad-offset", setting: "startedAt", to: .string("2021-04-09T14:30:00"))),
        BadRecord(
            "a title of another type", .schema, at: "data.title",
            event: .themeDay("bad-title", setting: "title", to: .integer(5))),
        BadRecord(
            "more present than due", .schema, at: "data.attendance.present",
            event: .themeDay(
                "bad-present", setting: "attendance", to: .object(["due": .integer(30), "present": .integer(31)]))),
        BadRecord(
            "more excused than due", .schema, at: "data.attendance.excused",
            event: .themeDay(
                "bad-excused", setting: "attendance",
                to: .object(["due": .integer(30), "present": .integer(20), "excused": .integer(31)]))),
    ]

    private static func tooLarge(_ longest: Int64) -> [BadRecord] {
        [
            BadRecord(
                "a byte over the limit", .tooLarge, id: "bad-size", setting: [],
                content: ["text": .string(Self.themeDay() + " "), "size": .integer(Int64(Limits.eventBytes) + 1)]),
            BadRecord(
                "far over the limit", .tooLarge, id: "bad-length", setting: [],
                content: ["text": .string(Self.themeDay() + " "), "size": .integer(longest)]),
        ]
    }

    private static let business = [
        BadRecord(
            "what will be held", .future, at: "data.startedAt",
            event: .themeDay("bad-start", setting: "startedAt", to: .string("2021-05-20T14:30:00+08:00"))),
        BadRecord(
            "what is said from the future", .future, at: "time", id: "bad-tomorrow",
            setting: [("ce_time", "2021-05-20T14:30:00+08:00")]),
        BadRecord(
            "a watermark of the future", .future, at: "data.until",
            event: OutsideEvent(
                "bad-watermark", type: "guoying.activity.watermark.v1",
                data: ["until": .string("2021-05-20T00:00:00+08:00")])),
        BadRecord(
            "another source's record corrected", .sourceNotAllowed, at: "data.corrects.source",
            event: .correction("bad-correction", of: "good-0", by: "/campus/hr")),
        BadRecord(
            "another source's record taken back", .sourceNotAllowed, at: "data.retracts.source",
            event: .retraction("bad-retraction", of: "good-0", by: "/campus/hr")),
        BadRecord(
            "a source that the topic is not bound to", .sourceNotAllowed, at: "source",
            event: .themeDay("bad-stranger", of: "b-0101").by("/campus/library")),
        BadRecord(
            "a known id with other content", .conflictingDuplicate, at: "id",
            event: .themeDay("good-0", setting: "title", to: .string("另一个标题"))),
    ]

    /// Records that wait, and are refused when they have waited for a week.
    static let early = [
        BadRecord(
            "a unit that the register never has", .unknownUnit, at: "data.unit",
            event: .themeDay("early-unit", of: "b-9999")),
        BadRecord(
            "a correction of what never comes", .unknownTarget, at: "data.corrects",
            event: .correction("early-correction", of: "never")),
        BadRecord(
            "a retraction of what never comes", .unknownTarget, at: "data.retracts",
            event: .retraction("early-retraction", of: "never-either")),
    ]
}

extension OutsideEvent {
    /// A theme day in which a member has another value, or none.
    static func themeDay(_ id: String, setting member: String, to value: JSONValue?) -> OutsideEvent {
        var event = OutsideEvent.themeDay(id, of: "b-0101")
        event.data[member] = value
        return event
    }

    /// A theme day that corrects a record of `/campus/oa`.
    static func correction(_ id: String, of target: String, by source: String = Self.source) -> OutsideEvent {
        var event = OutsideEvent.themeDay(id, of: "b-0101")
        event.attributes["type"] = "guoying.activity.corrected.v1"
        event.data["corrects"] = .object(["source": .string(Self.source), "id": .string(target)])
        event.data["reason"] = .string("another day")
        return event.by(source)
    }

    /// What takes a record of `/campus/oa` back.
    static func retraction(_ id: String, of target: String, by source: String = Self.source) -> OutsideEvent {
        OutsideEvent(
            id, type: "guoying.activity.retracted.v1",
            data: [
                "retracts": .object(["source": .string(Self.source), "id": .string(target)]),
                "reason": .string("never held"),
            ], key: "b-0101"
        ).by(source)
    }

    /// The same from another source.
    func by(_ source: String) -> OutsideEvent {
        var event = self
        event.attributes["source"] = source
        return event
    }
}
