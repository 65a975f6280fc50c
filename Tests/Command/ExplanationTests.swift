import Domain
import JSON
import Testing

@testable import Command

@Suite struct `An explanation` {
    private func answer(
        _ campus: Campus, _ unit: UnitCode = "b-0103", requirement: Int = 0, asOf: String = "2021-05-05",
        window: Day? = nil
    ) throws -> ExplanationAnswer {
        try ExplanationAnswer(
            try samplePack().requirements[requirement], try campus.facts(unit), asOf: at(asOf), knownAt: at(asOf),
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
                "asOf", "pack", "windows",
            ])
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains(#""verdict":"not-met""#))
        #expect(text.contains(#""reason":"segment-short:study""#))
        #expect(
            text.contains(#""windows":[{"from":"2021-03-01","to":"2021-03-31","due":"2021-03-31","verdict":"met"},"#))
    }

    @Test func `of a limit has no windows`() throws {
        let json = try self.answer(self.campus(), requirement: 1).json(measuredBy: try samplePack())

        #expect(!(try self.members(json)).contains("windows"))
        #expect(String(decoding: json, as: UTF8.self).contains(#""verdict":"not-met""#))
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

        #expect(text.contains("too little study: /campus/oa e-6"))
        #expect(text.contains("/campus/oa: has sent everything up to 2021-05-04"))
        #expect(text.contains("2021-04-01 – 2021-04-30  ✗ not met"))
        #expect(text.contains("branch-secretary @ b-0103"))
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

    @Test func `refuses a unit that did not exist then`() throws {
        let error = #expect(throws: CommandFailure.self) { try self.answer(self.campus(), asOf: "2019-01-01") }

        #expect(error?.description.contains("b-0103 does not exist as of 2019-01-01") == true)
    }

    @Test(arguments: Gate.allCases)
    func `has words for every gate`(gate: Gate) {
        #expect(!Phrasebook.gate(gate).zh.isEmpty)
    }

    @Test func `has a shape of its own for every verdict`() {
        #expect(Set(Verdict.allCases.map(\.shape)).count == Verdict.allCases.count)
    }
}
