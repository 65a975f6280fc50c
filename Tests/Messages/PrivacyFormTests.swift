import Domain
import Kit
import Messages
import Testing

@Suite struct `An event about what touches people's thinking` {
    private static let kinds = ActivityKind.allCases.filter { $0.privacyForm != nil }
    /// What may be said in words of one's own of a session: what it was called, where it was, what lies beside it.
    private static let wordsOfSessions = [
        "title", "place.name", "place.type", "topics[]", "purpose", "coOrganisers[]", "campaign", "brand", "business[]",
        "references[].kind", "references[].uri", "references[].sha256", "measures[].title",
        "measures[].owner",
    ]

    @Test(arguments: kinds)
    func `has no room for anybody's words in its schema`(kind: ActivityKind) throws {
        for document in [SchemaDocument.held(kind), .corrected(kind)] {
            let texts = Self.freeTexts(in: try JSONValue(document.json), at: "")

            let allowed = kind.privacyForm == .sessionFacts ? Self.wordsOfSessions : []
            #expect(Set(texts).subtracting(allowed) == [], "\(document.name)")
            #expect(Self.openObjects(in: try JSONValue(document.json), at: "") == [], "\(document.name)")
        }
    }

    @Test(arguments: kinds)
    func `is refused with anything that its form has no place for, and the field is named`(kind: ActivityKind) throws {
        for (name, field) in [("note", "data.note"), ("他说", "data"), ("he-is-sad", "data")] {
            let data = Self.adding(#""\#(name)": "他对此有意见""#, to: SchemaDocument.sample(of: kind))

            #expect(SampleEvent(data: data).record.fault == Fault(.privacy, at: field), "\(data)")
        }
    }

    @Test(arguments: kinds)
    func `is refused with it in any of its parts, too`(kind: ActivityKind) throws {
        let (sample, note) = (try JSONValue(SchemaDocument.sample(of: kind)), JSONValue.string("他对此有意见"))
        for noted in sample.adding("note", note) {
            #expect(SampleEvent(data: noted.text).record.fault?.code == .privacy, "\(noted.text)")
        }
    }

    @Test func `is refused for its form before anything else that is wrong with it`() {
        let data = #"{"unit": "b-0103", "kind": "talks", "startedAt": "yesterday", "content": "…"}"#

        #expect(SampleEvent(data: data).record.fault == Fault(.privacy, at: "data.content"))
    }

    @Test(arguments: [
        ("talks", #""title": "与某同志谈心""#, "data.title"),
        ("talks", #""talks": [{"relation": "members", "count": 1, "content": "…"}]"#, "data.talks[0].content"),
        ("talks", #""talks": [{"relation": "与某同志", "count": 1}]"#, "data.talks[0].relation"),
        ("talks", #""place": {"name": "办公室"}"#, "data.place.name"),
        ("talks", #""topics": ["思想波动"]"#, "data.topics[0]"),
        ("listening-session", #""attendance": {"due": 9, "present": 4}"#, "data.attendance.present"),
        ("listening-session", #""themes": ["对学校不满"]"#, "data.themes[0]"),
        ("listening-session", #""actions": [{"theme": "food", "quote": "…"}]"#, "data.actions[0].quote"),
        ("survey-result", #""cells": [{"question": "overall", "answers": 9}]"#, "data.cells[0].answers"),
        ("survey-result", #""cells": [{"question": "belief", "answers": 20}]"#, "data.cells[0].question"),
        ("members-appraisal", #""grades": [{"person": "p-1", "grade": "excellent"}]"#, nil),
        ("members-appraisal", #""persons": ["p-1"]"#, "data.persons"),
        ("leadership-life-meeting", #""decisions": [{"matter": "某人 检讨"}]"#, "data.decisions[0].matter"),
        ("leadership-life-meeting", #""decisions": [{"dissent": "…"}]"#, "data.decisions[0].dissent"),
        ("topical-study", #""attitude": "积极""#, "data.attitude"),
        ("training", #""score": 88"#, "data.score"),
    ])
    func `has no member for content, for a name, a score or a small group`(
        kind: String, member: String, field: String?
    ) {
        let fault = Self.minimal(kind, member).record.fault

        #expect(fault == field.map { Fault(.privacy, at: $0) } ?? Fault(.schema, at: "data.grades"))
    }

    @Test(arguments: [
        ("care", #""counts": [{"offer": "peer-support", "count": 9}]"#, "data.counts[0].count"),
        ("help-case", #""category": "housing", "who": "p-1""#, "data.who"),
        (
            "admission-step", #""step": "candidate", "received": true, "document": "入党申请书 全文""#, "data.document"
        ),
        ("contact", #""with": ["王院长"]"#, "data.with[0]"),
        ("help-case", #""category": "family", "topics": ["depression"]"#, "data.topics"),
        ("care", #""attendance": {"due": 1, "present": 1}"#, "data.attendance"),
        ("admission-step", #""step": "candidate", "received": true, "document": "ZhangWei""#, "data.document"),
        (
            "leadership-life-meeting", #""decisions": [{"vote": {"due": 1, "present": 1, "for": 1, "roll": ["p-1"]}}]"#,
            "data.decisions[0].vote.roll"
        ),
        ("party-class", #""chairedBy": "张三""#, "data.chairedBy"),
    ])
    func `tells of care and papers in counts, codes and days only`(kind: String, members: String, field: String) {
        #expect(Self.minimal(kind, members).record.fault == Fault(.privacy, at: field))
    }

    @Test(arguments: [(100, 60, 40, true), (100, 60, 31, false), (100, 60, 30, true), (100, 95, nil, false)])
    func `of a survey leaves no small group to be had by subtraction`(
        total: Int, first: Int, second: Int?, isTaken: Bool
    ) {
        let groups = [("teacher", first), ("support", second)].compactMap { name, count in
            count.map {
                #", {"question": "food", "filter": {"by": "category", "value": "\#(name)"}, "answers": \#($0)}"#
            }
        }
        let cells = #""cells": [{"question": "food", "answers": \#(total)}\#(groups.joined())]"#

        let fault = Self.minimal("survey-result", cells).record.fault
        #expect(fault == (isTaken ? nil : Fault(.privacy, at: "data.cells")))
    }

    @Test func `is corrected for a reason of a list`() {
        let corrects = #""corrects": {"source": "/campus/oa", "id": "1"}, "reason": "#
        let sample = SchemaDocument.sample(of: .talks)

        let wrong = SampleEvent(.corrected, data: Self.adding(corrects + #""他不愿意""#, to: sample))
        #expect(wrong.record.fault == Fault(.privacy, at: "data.reason"))
        let right = SampleEvent(.corrected, data: Self.adding(corrects + #""wrong-count""#, to: sample))
        #expect(right.record.fault == nil)
    }

    private static func minimal(_ kind: String, _ members: String) -> SampleEvent {
        SampleEvent(
            data: #"{"unit": "b-0103", "kind": "\#(kind)", "startedAt": "2021-04-09T14:30:00+08:00", \#(members)}"#)
    }

    private static func adding(_ member: String, to object: String) -> String {
        "\(object.dropLast()), \(member)}"
    }

    /// The paths of strings that may be any text.
    private static func freeTexts(in schema: JSONValue, at path: String) -> [String] {
        if schema["type"]?.string == "string" {
            let isBound = ["pattern", "format", "enum", "const"].contains { schema[$0] != nil }
            // A record's source and id, and the codes of units, name things.
            let isName = path.hasSuffix("corrects.source") || path.hasSuffix("corrects.id")
            return isBound || isName ? [] : [path]
        }
        if let items = schema["items"] { return self.freeTexts(in: items, at: "\(path)[]") }
        guard case .object(let members)? = schema["properties"] else { return [] }
        return members.flatMap { self.freeTexts(in: $1, at: path.isEmpty ? $0 : "\(path).\($0)") }
    }

    /// The paths of objects that let through what they do not list.
    private static func openObjects(in schema: JSONValue, at path: String) -> [String] {
        if let items = schema["items"] { return self.openObjects(in: items, at: "\(path)[]") }
        guard case .object(let members)? = schema["properties"] else { return [] }
        return (schema["additionalProperties"] == .boolean(false) ? [] : [path])
            + members.flatMap { self.openObjects(in: $1, at: path.isEmpty ? $0 : "\(path).\($0)") }
    }
}
