import Domain
import JSON
import Kit
import Messages
import Testing

@Suite struct `An alert` {
    @Test func `says of a duty what the contract says, and no more`() throws {
        let alert = Alert(
            id: "al-5f2c", version: 2, status: .changed, severity: .breach,
            subject: .duty(try themeDayOfApril(asOf: "2021-05-05")))

        let data = try JSONValue(alert.data(measuredBy: pack))

        #expect(data["alert"] == .string("al-5f2c"))
        #expect(data["version"] == .integer(2))
        #expect(data["status"] == .string("changed"))
        #expect(data["severity"] == .string("breach"))
        #expect(
            try data["unit"] == JSONValue(#"{"id": "b-0103", "path": "/c/b-0103", "name": "机电工程学院教工第一党支部"}"#))
        #expect(
            try data["requirement"]
                == JSONValue(
                    """
                    {"id": "theme-day", "gate": "standard-management", "title": {"zh": "主题党日", "en": "Theme Party day"},
                     "basis": [{"document": "条例", "article": "16", "modality": "must", "confirmed": true}]}
                    """))
        #expect(try data["window"] == JSONValue(#"{"from": "2021-04-01", "to": "2021-04-30"}"#))
        #expect(data["verdict"] == .string("not-met"))
        #expect(data["counted"] == .array([]))
        #expect(
            try data["notCounted"]
                == JSONValue(#"[{"source": "/campus/oa", "id": "e-1", "reason": "segment-missing:practice"}]"#))
        #expect(data["missing"]?["zh"]?.string?.isEmpty == false)
        #expect(data["mend"]?["by"] == .string("2021-04-30"))
        #expect(try data["owedBy"] == JSONValue(#"[{"role": "branch-secretary", "unit": "b-0103"}]"#))
        #expect(try data["tell"] == JSONValue(#"[{"role": "organisation-department", "unit": "c"}]"#))
        #expect(data["asOf"] == .string("2021-05-05T00:00:00+08:00"))
        #expect(try data["pack"] == JSONValue(#"{"id": "hbgyzy-2021", "version": "1", "digest": "sha256:ab"}"#))
        guard case .object(let members) = data else { return }
        #expect(members.count == 16)
        try self.expect(data, fits: "supervision.alert.v1/duty")
    }

    @Test func `lists what counts, and leaves out what there is none of`() throws {
        let explanation = try themeDayOfApril(practice: 60, asOf: "2021-05-05")
        let alert = Alert(id: "al-1", version: 3, status: .resolved, severity: .breach, subject: .duty(explanation))

        let data = try JSONValue(alert.data(measuredBy: pack))

        #expect(data["verdict"] == .string("met"))
        #expect(
            try data["counted"]
                == JSONValue(
                    """
                    [{"source": "/campus/oa", "id": "e-1", "occurred": "2021-04-09T14:30:00+08:00",
                      "recorded": "2021-04-10T08:00:00+08:00"}]
                    """))
        #expect(data["missing"] == nil)
        #expect(data["mend"] == nil)
        #expect(data["reason"] == nil)
        try self.expect(data, fits: "supervision.alert.v1/duty")
    }

    @Test func `about a source names the source and no requirement`() throws {
        let every = try #require(CalendarInterval("P1D"))
        let notice = SourceNotice(
            duty: ReportingDuty(
                source: "/campus/oa", name: "OA", owner: .post("office", "c"), unit: "g-02", kinds: [.themeDay],
                every: every, recorded: .distantPast, order: 1),
            path: "/c/g-02", unitName: "机电工程学院", until: Instant("2021-04-30T16:00:00Z"),
            missing: BilingualText(zh: "数据中断", en: "It is behind."),
            mend: BilingualText(zh: "请补报", en: "Send what is missing."),
            asOf: try #require(Instant("2021-05-04T00:00:00+08:00")))
        let alert = Alert(id: "al-9", version: 1, status: .raised, severity: .notice, subject: .source(notice))

        let data = try JSONValue(alert.data(measuredBy: pack))

        #expect(
            try data
                == JSONValue(
                    """
                    {"alert": "al-9", "version": 1, "status": "raised", "severity": "notice",
                     "unit": {"id": "g-02", "path": "/c/g-02", "name": "机电工程学院"},
                     "source": {"id": "/campus/oa", "name": "OA", "until": "2021-05-01T00:00:00+08:00"},
                     "counted": [], "notCounted": [],
                     "missing": {"zh": "数据中断", "en": "It is behind."},
                     "mend": {"zh": "请补报", "en": "Send what is missing."},
                     "owedBy": [{"role": "office", "unit": "c"}], "tell": [{"role": "office", "unit": "c"}], "asOf": "2021-05-04T00:00:00+08:00",
                     "pack": {"id": "hbgyzy-2021", "version": "1", "digest": "sha256:ab"}}
                    """))
        try self.expect(data, fits: "supervision.alert.v1/source")
    }

    /// Holds data against its schema, which is to name every member.
    private func expect(_ data: JSONValue, fits name: String) throws {
        let document = try #require(SchemaDocument.all.first { $0.name == name })
        let schema = try JSONValue(document.json)
        #expect(JSONSchema.accepts(data, by: schema))
        #expect(JSONSchema.unlisted(in: data, by: schema) == [])
    }

    private let pack = Pack(
        id: "hbgyzy-2021", version: "1", begins: Day(daysSince1970: 18_687), requirements: [], digest: "sha256:ab")

    /// What is said of a branch's theme day in April, of which one took place with so many minutes of practice.
    private func themeDayOfApril(practice: Int? = nil, asOf: String) throws -> Explanation {
        let begins = try #require(Day("2021-03-01"))
        let started = try #require(Instant("2021-04-09T14:30:00+08:00"))
        let recorded = try #require(Instant("2021-04-10T08:00:00+08:00"))
        let asOf = try #require(Day(asOf)).start
        let every = try #require(CalendarInterval("P1D"))
        var minutes = SegmentMinutes()
        minutes.add(60, to: .study)
        minutes.add(60, to: .exchange)
        if let practice { minutes.add(practice, to: .practice) }
        let requirement = Requirement(
            id: "theme-day", gate: .standardManagement, title: BilingualText(zh: "主题党日", en: "Theme Party day"),
            wording: BilingualText(zh: "每月一次", en: "Once a month"),
            basis: [Basis(document: "条例", article: "16", modality: .must, isConfirmed: true)],
            binds: Binding(kinds: [.branch]),
            criterion: .cadence(
                Cadence(
                    record: RecordRule(
                        kind: .themeDay,
                        segments: SegmentRule(
                            parts: [.study, .exchange, .practice], minutes: 60, allowanceMinutes: 10)),
                    every: .month, lead: .days(7), filingDays: 3)),
            severity: .breach, owedBy: [Seat(role: "branch-secretary", place: .unit)],
            tell: [Seat(role: "organisation-department", place: .committee)], begins: begins)
        let facts = UnitFacts(
            unit: "b-0103",
            units: [
                UnitVersion(code: "c", name: "党委", kind: .committee, from: begins, recorded: begins.start, order: 1),
                UnitVersion(
                    code: "b-0103", name: "机电工程学院教工第一党支部", kind: .branch, parent: "c", from: begins,
                    recorded: begins.start, order: 2),
            ],
            duties: [
                ReportingDuty(
                    source: "/campus/oa", name: "OA", owner: .person("p-1"), unit: "c", kinds: [.themeDay],
                    every: every, recorded: .distantPast, order: 3)
            ],
            watermarks: [Watermark(source: "/campus/oa", until: asOf, recorded: asOf, order: 4)],
            records: [
                RecordVersion(
                    record: RecordKey(high: 0, low: 1), revision: 1, source: "/campus/oa", id: "e-1", state: .held,
                    kind: .themeDay, started: started, recorded: recorded, accepted: recorded,
                    detail: ActivityDetail(segments: minutes))
            ])
        let april = Period(from: try #require(Day("2021-04-01")), through: try #require(Day("2021-04-30")))
        return try #require(explain(requirement, facts, window: april, asOf: asOf, knownAt: asOf))
    }
}
