import Domain
import JSON
import Kit
import Messages
import Testing

@testable import Command

@Suite struct `An explanation` {
    private func answer(
        _ campus: Campus, _ unit: UnitCode = "b-0103", _ requirement: RequirementID = "theme-day",
        asOf: String = "2021-05-05",
        window: Day? = nil
    ) throws -> ExplanationAnswer {
        try ExplanationAnswer(
            try sampleRequirement(requirement), try campus.facts(unit), asOf: at(asOf), knownAt: at(asOf),
            windowOn: window)
    }

    private func campus() -> Campus {
        var campus = Campus()
        campus.unit("b-0103", name: "机电工程学院教工第一党支部")
        campus.members("b-0103", 53)
        campus.held("b-0103", at("2021-03-12T15:00:00+08:00"))
        campus.held("b-0103", at("2021-04-12T15:00:00+08:00"), minutes: 20)
        campus.watermark(until: at("2021-05-04"))
        return campus
    }

    /// The names of the members of a JSON object, in order.
    private func members(_ json: [UInt8]) throws -> [String] {
        var reader = DocumentReader()
        return try reader.read(json) { root in
            var names: [String] = []
            root.forEachMember { name, _ in
                names.append(String(decoding: (0..<name.count).map { name[$0] }, as: UTF8.self))
            }
            return names
        }
    }

    @Test func `has the members of an alert from unit to pack, and the windows`() throws {
        let json = try self.answer(self.campus()).json(measuredBy: try samplePack())

        #expect(
            try self.members(json) == [
                "unit", "requirement", "window", "verdict", "counted", "notCounted", "missing", "mend", "owedBy",
                "tell",
                "asOf", "pack", "windows", "wording", "severity", "sources", "knownAt",
            ])
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains(#""verdict":"not-met""#))
        #expect(text.contains(#""reason":"segment-short:study""#))
        #expect(
            text.contains(#""windows":[{"from":"2021-03-01","to":"2021-03-31","due":"2021-03-31","verdict":"met"},"#))
    }

    @Test func `of a limit has no windows`() throws {
        let json = try self.answer(self.campus(), "b-0103", "branch-size").json(measuredBy: try samplePack())

        #expect(!(try self.members(json)).contains("windows"))
        #expect(String(decoding: json, as: UTF8.self).contains(#""verdict":"not-met""#))
    }

    @Test func `carries for programs what the verdict rests on`() throws {
        var campus = self.campus()
        campus.committee("b-0103", elected: day("2019-06-01"), years: 3, members: 7)
        let pack = try samplePack()

        let size = try JSONValue(try self.answer(campus, "b-0103", "committee-size").json(measuredBy: pack))
        let themeDay = try JSONValue(try self.answer(campus).json(measuredBy: pack))

        #expect(try size["members"] == JSONValue(#"{"formal": 53, "probationary": 0, "from": "2021-01-01"}"#))
        #expect(
            try size["committee"] == JSONValue(#"{"elected": "2019-06-01", "through": "2022-06-01", "members": 7}"#))
        #expect(size["severity"]?.string == "warning")
        #expect(themeDay["severity"]?.string == "breach")
        #expect(themeDay["wording"]?["zh"]?.string == (try sampleRequirement("theme-day")).wording.zh)
        #expect(
            try themeDay["sources"]
                == JSONValue(
                    """
                    [{"source": "/campus/oa", "until": "2021-05-04T00:00:00+08:00",
                      "recorded": "2021-05-04T00:00:00+08:00"}]
                    """))
        #expect(themeDay["knownAt"]?.string == "2021-05-05T00:00:00+08:00")
    }

    @Test func `fits its schema, which names every member`() throws {
        var campus = Campus(reporting: [.themeDay, .report, .committeeMeeting])
        campus.unit("b-0103")
        campus.members("b-0103", 30)
        campus.committee("b-0103", elected: day("2018-04-20"), years: 3, members: 3)
        campus.held("b-0103", at("2021-04-12T15:00:00+08:00"), accepted: at("2021-05-04"))
        campus.waive("b-0103", "committee-meeting", Period(from: day("2021-03-01"), through: day("2021-04-30")))
        let pack = try samplePack()
        let document = try #require(SchemaDocument.all.first { $0.name == "explanation" })
        let schema = try JSONValue(document.json)

        for requirement in pack.requirements {
            guard let answer = try? self.answer(campus, "b-0103", requirement.id) else { continue }
            let value = try JSONValue(answer.json(measuredBy: pack))

            #expect(JSONSchema.accepts(value, by: schema), "\(value.text)")
            #expect(JSONSchema.unlisted(in: value, by: schema) == [], "\(requirement.id)")
        }
    }

    @Test func `is a page in both languages that fits a terminal`() throws {
        let page = ExplanationPage(try self.answer(self.campus()), try samplePack())

        let both = page.text(in: .both)

        #expect(both == page.text(in: .zh) + "\n" + page.text(in: .en))
        #expect(page.text(in: .zh).hasPrefix("主题党日 · 机电工程学院教工第一党支部 (b-0103)\n✗ 未达到\n"))
        #expect(page.text(in: .en).hasPrefix("Theme Party day · 机电工程学院教工第一党支部 (b-0103)\n✗ not met\n"))
        #expect(both.split(separator: "\n").allSatisfy { $0.displayWidth <= 100 })
        #expect(page.text(in: .zh).split(separator: "\n").count <= 30)
    }

    @Test func `names what does not count and why, and how far the sources are`() throws {
        let text = ExplanationPage(try self.answer(self.campus()), try samplePack()).text(in: .en)

        #expect(text.contains("not counted  2021-04-12 15:00: /campus/oa e-6, too little study\n"))
        #expect(text.contains("/campus/oa: has sent everything up to 2021-05-04, said on 2021-05-04\n"))
        #expect(text.contains("2021-04-01 – 2021-04-30  ✗ not met\n"))
        #expect(text.contains("owed by      branch secretary of b-0103\n"))
        #expect(text.contains("told         organisation department of c\n"))
    }

    @Test func `speaks of the window that is asked for`() throws {
        let answer = try self.answer(self.campus(), window: day("2021-03-15"))

        #expect(answer.explanation.verdict == .met)
        #expect(ExplanationPage(answer, try samplePack()).text(in: .en).contains("/campus/oa e-5"))
    }

    @Test func `refuses a window that there is not, and names those that there are`() throws {
        let error = #expect(throws: CommandFailure.self) {
            try self.answer(self.campus(), window: day("2020-01-01"))
        }

        #expect(error?.description.contains("there are: 2021-03-01 to 2021-03-31, ") == true)
    }

    @Test func `refuses a unit that the requirement does not bind`() throws {
        let error = #expect(throws: CommandFailure.self) { try self.answer(self.campus(), "g-02") }

        #expect(
            error?.description == "theme-day does not bind g-02, which is a general-branch; it binds every branch")
    }

    @Test func `refuses a unit that lacks an election or somebody above, and says which`() throws {
        var campus = self.campus()
        campus.committee("c", elected: day("2018-09-01"), years: 5, members: 9)

        let alone = #expect(throws: CommandFailure.self) { try self.answer(campus, "c", "term-reminder") }
        let unelected = #expect(throws: CommandFailure.self) { try self.answer(campus, "g-02", "term-reminder") }

        #expect(
            alone?.description
                == "term-reminder does not bind c, above which no unit stands that would owe the reminder")
        #expect(
            unelected?.description
                == "term-reminder does not bind g-02, which has had no election as far as the register knows")
    }

    @Test func `refuses a unit that did not exist then`() throws {
        let error = #expect(throws: CommandFailure.self) { try self.answer(self.campus(), asOf: "2019-01-01") }

        #expect(error?.description.contains("b-0103 does not exist as of 2019-01-01") == true)
    }

    /// The page, with one space wherever it has several: how far texts are moved in depends on the longest label.
    private func page(
        _ campus: Campus, _ requirement: RequirementID, window: Day? = nil, in language: PageLanguage = .en
    ) throws -> String {
        let answer = try self.answer(campus, "b-0103", requirement, window: window)
        let text = ExplanationPage(answer, try samplePack()).text(in: language)
        return text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    @Test func `of a committee's size names its term, its members, and what is usual`() throws {
        var campus = self.campus()
        campus.committee("b-0103", elected: day("2019-06-01"), years: 3, members: 7)

        let english = try self.page(campus, "committee-size")
        let chinese = try self.page(campus, "committee-size", in: .zh)

        #expect(english.contains("committee elected on 2019-06-01 for a term up to 2022-06-01, 7 sit on it\n"))
        #expect(english.contains("members 53 formal, 0 probationary, since 2021-01-01\n"))
        #expect(english.contains("note 7 sit on it; generally 3 to 5.\n"))
        #expect(chinese.contains("委员会 2019-06-01选举，任期至2022-06-01，委员7人\n"))
        #expect(chinese.contains("提示 委员7人，一般为3至5人。\n"))
    }

    @Test func `says that no committee is in office, and that this weighs more`() throws {
        let text = try self.page(self.campus(), "committee-size")

        #expect(text.contains("✗ not met\n"))
        #expect(text.contains("committee none is in office\n"))
        #expect(text.contains("weighs as a breach: it must be so\n"))
    }

    @Test func `of a meeting of the committee says who was in office and how many came`() throws {
        var campus = Campus(reporting: [.committeeMeeting])
        campus.unit("b-0103")
        campus.committee("b-0103", elected: day("2019-06-01"), years: 3, members: 5)
        campus.held(
            "b-0103", .committeeMeeting, ActivityDetail(attendance: Attendance(due: 5, present: 2)),
            at("2021-04-12T15:00:00+08:00"))
        campus.watermark(until: at("2021-05-04"))

        let text = try self.page(campus, "committee-meeting")

        #expect(text.contains("committee elected on 2019-06-01 for a term up to 2022-06-01, 5 sit on it\n"))
        #expect(text.contains("too few came"))
        #expect(text.contains("of 5 came, fewer than 1/2."))
        #expect(text.contains("binds branches, with a committee in office\n"))
    }

    @Test func `of a term names the committee whose term it is, and no records`() throws {
        var campus = self.campus()
        campus.committee("b-0103", elected: day("2018-04-20"), years: 3, members: 3)

        let text = try self.page(campus, "committee-term")

        #expect(text.contains("window 2018-04-20 – 2021-04-20\n"))
        #expect(text.contains("committee elected on 2018-04-20 for a term up to 2021-04-20, 3 sit on it\n"))
        #expect(text.contains("measured an election before each term ends, due soon from 6 calendar months before"))
        #expect(!text.contains("counted"))
    }

    @Test func `of what was kept after its day says so, in the word and in the window`() throws {
        var campus = Campus(reporting: [.report])
        campus.unit("b-0103")
        campus.held("b-0103", .report, ActivityDetail(report: "problem-list"), at("2021-04-20T10:00:00+08:00"))
        campus.watermark(until: at("2021-05-04"))

        let text = try self.page(campus, "problem-list")

        #expect(text.contains("+ met (after its day)\n"))
        #expect(text.contains("windows 2021-03-01 – 2021-04-15 + met (after its day)\n"))
        #expect(
            text.contains("measured once from 2021-03-01 to 2021-04-15, due soon from 7 days before the end, no time"))
    }

    @Test func `of a requirement no window of which has begun says so`() throws {
        let text = try self.page(self.campus(), "action-summary")

        #expect(text.contains("- not applicable\n"))
        #expect(text.contains("window none to be judged so far\n"))
    }

    @Test func `names the waiver, its basis, its signer and its end`() throws {
        var campus = self.campus()
        campus.waive("b-0103", "theme-day", Period(from: day("2021-04-01"), through: day("2021-04-30")))

        let text = try self.page(campus, "theme-day", window: day("2021-04-30"))

        #expect(text.contains("w waived\n"))
        #expect(text.contains("waiver 2021-04-01 – 2021-04-30: 实习离校 (signed by p-9, wv-b-0103)\n"))
    }

    @Test func `shows both instants where a record was accepted long after it says to have been recorded`() throws {
        var campus = Campus()
        campus.unit("b-0103")
        campus.held("b-0103", at("2021-04-20T15:00:00+08:00"), accepted: at("2021-05-04"))

        let text = try self.page(campus, "theme-day", window: day("2021-04-20"))

        #expect(
            text.contains("2021-04-20 15:00: /campus/oa e-4, recorded 2021-04-20 15:00, accepted 2021-05-04\n"))
    }

    @Test func `marks a basis whose wording nobody has seen`() throws {
        let model = try sampleRequirement("theme-day")
        let basis = Basis(document: "条例", article: "3", modality: .should, isConfirmed: false)
        let requirement = Requirement(
            id: model.id, gate: model.gate, title: model.title, wording: model.wording, basis: [basis],
            binds: model.binds, criterion: model.criterion, severity: model.severity, begins: model.begins)
        let answer = try ExplanationAnswer(
            requirement, try self.campus().facts("b-0103"), asOf: at("2021-05-05"), knownAt: at("2021-05-05"))

        let text = ExplanationPage(answer, try samplePack()).text(in: .en)

        #expect(text.contains("《条例》3 (generally, wording not confirmed)\n"))
    }

    @Test func `fits a page for every requirement, unit and language`() throws {
        var campus = Campus(reporting: [.themeDay, .report])
        campus.unit("b-0103", name: String(repeating: "机电工程学院", count: 12))
        campus.unit("p-1", .group, above: "b-0103")
        campus.committee("b-0103", elected: day("2018-04-20"), years: 3, members: 3)
        let pack = try samplePack()

        for requirement in pack.requirements {
            for unit in ["b-0103", "p-1"] as [UnitCode] {
                guard let answer = try? self.answer(campus, unit, requirement.id) else { continue }
                let text = ExplanationPage(answer, pack).text(in: .both)

                #expect(text.split(separator: "\n").allSatisfy { $0.displayWidth <= 100 }, "\(text)")
            }
        }
    }

    @Test func `has words of its own for each reason not to count`() {
        let reasons: [UncountedReason] =
            [.noQuorum, .noCommittee, .notBySuperior, .detailMissing, .retracted, .superseded, .outsideWindow]
            + SegmentPart.allCases.flatMap { [.segmentMissing($0), .segmentShort($0)] }
        let words = reasons.map(Phrasebook.reason)

        #expect(Set(words.map(\.zh)).count == reasons.count)
        #expect(Set(words.map(\.en)).count == reasons.count)
    }

    @Test(arguments: Gate.allCases)
    func `has words for every gate`(gate: Gate) {
        #expect(!Phrasebook.gate(gate).zh.isEmpty)
    }

    @Test func `has a shape of its own for every verdict`() {
        let shapes = Verdict.allCases.map(\.shape) + [Duty.lateShape, Duty.filedLateShape]

        #expect(Set(shapes).count == shapes.count)
    }
}
