import Domain
import JSON
import Kit
import Messages
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The schema of a message` {
    /// What may stand anywhere: every type, edges of numbers, times with and without offset, long and odd texts.
    private static let others: [JSONValue] = [
        .null, .boolean(true), .integer(-1), .integer(0), .integer(1_440), .integer(1_441), .number(2.5), .number(3),
        .integer(1_000_000_001), .string(""), .string("b 1"), .string("study"), .string("theme-day"),
        .string("2021-04-09T20:30:00+08:00"), .string("2021-04-09T20:30:00"), .array([]), .object([:]),
        .string(String(repeating: "支", count: 64)), .string(String(repeating: "支", count: 65)),
        .string(String(repeating: "x", count: 2_100)), .array([.string("theme-day")]), .string("a\u{3000}b"),
    ]

    /// One kind of each description.
    private static let different = ActivityKind.allCases.filter { kind in
        let sample = Self.nameless(kind)
        return ActivityKind.allCases.first { Self.nameless($0) == sample } == kind
    }

    private static func nameless(_ kind: ActivityKind) -> String {
        SchemaDocument.sample(of: kind).replacing(kind.rawValue, with: "")
    }

    @Test(arguments: different)
    func `agrees with the decoder about something held`(kind: ActivityKind) throws {
        try self.compare(.held(kind), .held, with: SchemaDocument.sample(of: kind))
    }

    @Test(arguments: ActivityKind.allCases)
    func `accepts the sample of its kind, and lists all its members`(kind: ActivityKind) throws {
        let (sample, schema) = (SchemaDocument.sample(of: kind), try JSONValue(SchemaDocument.held(kind).json))

        #expect(SampleEvent(.held, data: sample).record.fault == nil)
        #expect(JSONSchema.accepts(try JSONValue(sample), by: schema))
        #expect(JSONSchema.unlisted(in: try JSONValue(sample), by: schema) == [])
    }

    @Test func `agrees with the decoder about a correction`() throws {
        let data = """
            \(SampleEvent.themeDay.dropLast()), "corrects": {"source": "/campus/oa", "id": "1"}, "reason": "a typo"}
            """

        try self.compare(.corrected(.themeDay), .corrected, with: data)
    }

    @Test func `agrees with the decoder about a retraction`() throws {
        try self.compare(
            .retracted, .retracted, with: #"{"retracts": {"source": "/campus/oa", "id": "1"}, "reason": "a typo"}"#)
    }

    @Test func `agrees with the decoder about a watermark`() throws {
        try self.compare(
            .watermark, .watermark,
            with: #"{"until": "2021-05-01T00:00:00+08:00", "unit": "g-02", "kinds": ["theme-day", "party-class"]}"#)
    }

    @Test func `is closed for producers, and open for what others will read`() throws {
        for kind in ActivityKind.allCases {
            #expect(try JSONValue(SchemaDocument.held(kind).json)["additionalProperties"] == .boolean(false))
        }
        #expect(try JSONValue(SchemaDocument.retracted.json)["additionalProperties"] == .boolean(false))
        let alert = try #require(SchemaDocument.all.first { $0.name == "supervision.alert.v1/duty" })
        #expect(try JSONValue(alert.json)["additionalProperties"] == nil)
    }

    @Test func `says of answers what services write, and all of it`() throws {
        let letter = LetterNumber(lane: 3, position: 7)
        let waiver = Waiver(
            id: "wv-1", unit: "b-0103", requirement: "theme-day",
            period: Period(from: Day(daysSince1970: 18_700), through: Day(daysSince1970: 18_730)), basis: "实习离校",
            signer: "p-9", recorded: .distantPast,
            revocation: Waiver.Revocation(recorded: .distantPast, from: Day(daysSince1970: 18_710)), order: 1)
        let texts = BilingualText(zh: "不对", en: "Wrong.")
        let order = OperatorOrder(.publishAgain(topic: "t"), on: "c", by: "p-9", because: "磁盘损坏")
        let unread = Standstill(topic: "t", number: 3, found: .unreadable, position: 7, bound: 7)
        let behind = Standstill(topic: "t", number: 3, found: .goneBack, position: 7, bound: 9)
        let row = RowFault(file: "units.csv", line: 3, column: "kind", code: "bad-word", sentence: texts)
        let answers = [
            "registry.imported.v1":
                ImportOutcome(importID: "i", rows: [.units: 3], new: 2, changed: 1, unchanged: 0).data,
            "activity.letter-dismissed.v1":
                LetterDismissed(letter: letter, code: "schema", unit: "b-1", kind: "talks", reason: "a test").data,
            "supervision.waived.v1": WaiverFact.given(waiver).data,
            "supervision.waiver-revoked.v1": WaiverFact.revoked(waiver, by: "p-9", reason: "回校").data,
            "recovered.v1": Recovery(.resumed(behind, behind: 1_000_000_000), by: order).data,
            "skipped.v1":
                Recovery(.readOn(unread, at: 9, last: 6, digest: String(repeating: "0", count: 32)), by: order).data,
            "lane-resumed.v1": LaneResumption(after: 7).data,
            "command-rejected.v1":
                CommandRejection(code: "faulty-rows", field: "data.rows", sentence: texts, rows: [row]).data,
        ]

        for (name, data) in answers {
            let document = try #require(SchemaDocument.all.first { $0.name == name })
            let (value, schema) = (try JSONValue(data), try JSONValue(document.json))
            #expect(JSONSchema.accepts(value, by: schema), "\(name)")
            #expect(JSONSchema.unlisted(in: value, by: schema) == [], "\(name)")
        }
    }

    @Test func `exists once for every message that others may send or read`() throws {
        let documents = SchemaDocument.all

        #expect(documents.count == 2 * ActivityKind.allCases.count + 25)
        #expect(Set(documents.map(\.name)).count == documents.count)
        for document in documents {
            let schema = try JSONValue(document.json)
            #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
            #expect(schema["$id"]?.string?.hasPrefix("urn:guoying:") == true)
        }
    }

    /// Holds a document and everything that differs from it in one place against schema and decoder.
    private func compare(_ document: SchemaDocument, _ type: ActivityType, with sample: String) throws {
        // The schema cannot compare members with one another; where only the decoder refuses, it must be for that.
        let rules = [
            "endedAt", "present", "excused", "vote", "for", "roll", "adopted", "headLast", "doneOn", "confirmedOn",
            "to",
            "counts", "count", "answers", "cells",
        ]
        let schema = try JSONValue(document.json)
        let value = try JSONValue(sample)
        let corpus = [value] + value.variations(replacing: Self.others)
        var taken = 0
        for candidate in corpus {
            let fault = SampleEvent(type, data: candidate.text).record.fault
            let isValid = JSONSchema.accepts(candidate, by: schema)

            if fault == nil { taken += 1 }
            // Readers ignore what is not listed, unless a privacy form has no place for it.
            let isForm = fault?.code == .privacy && !JSONSchema.unlisted(in: candidate, by: schema).isEmpty
            let field = fault?.field.split(separator: ".").last.map(String.init) ?? ""
            let isRule = fault != nil && rules.contains(field)
            // What names another kind is that kind's schema's business.
            if candidate["kind"] != value["kind"], type == .held || type == .corrected { continue }
            let agree = isValid == (fault == nil) || isValid && (isRule || isForm)
            #expect(agree, "\(candidate.text): \(String(describing: fault))")
        }
        #expect(taken > 1)
        #expect(taken < corpus.count)
    }
}
