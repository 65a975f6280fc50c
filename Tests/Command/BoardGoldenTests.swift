import Domain
import Testing

@testable import Command

/// The board of a small campus, exactly as people see it.
@Suite struct `The board of a small campus` {
    /// Two branches of one general branch: one with a group, whose committee's term has ended, which held its theme day
    /// of March but filed it late and sent its list after the day; one that is young and has a waiver.
    private func campus() -> Campus {
        var campus = Campus(reporting: [.themeDay, .report, .groupMeeting])
        campus.unit("b-0201", name: "信息工程学院教工第一党支部")
        campus.unit("p-020101", .group, above: "b-0201", name: "第一党小组")
        campus.unit("b-0202", name: "信息工程学院学生党支部")
        campus.members("b-0201", 30)
        campus.members("b-0202", 52)
        campus.committee("b-0201", elected: day("2018-04-20"), years: 3, members: 5)
        campus.held("b-0201", at("2021-03-12T15:00:00+08:00"), recorded: at("2021-04-02"))
        campus.held("b-0201", .report, ActivityDetail(report: "problem-list"), at("2021-04-20T10:00:00+08:00"))
        campus.held("p-020101", .groupMeeting, ActivityDetail(), at("2021-03-15T10:00:00+08:00"))
        campus.held("p-020101", .groupMeeting, ActivityDetail(), at("2021-04-15T10:00:00+08:00"))
        campus.waive("b-0202", "theme-day", Period(from: day("2021-04-01"), through: day("2021-05-31")))
        campus.watermark(until: at("2021-05-04"))
        return campus
    }

    private func text(windows: WindowDetail, top: UnitCode? = nil) throws -> String {
        let pack = try samplePack()
        let question = BoardQuestion(
            pack: pack, requirements: pack.requirements, asOf: at("2021-05-05"), knownAt: at("2021-05-05"), top: top,
            scope: .existing)
        var sources = SourceFreshness(asOf: question.asOf, knownAt: question.knownAt)
        var rows: [BoardRow] = []
        for facts in try self.campus().all() {
            sources.add(facts)
            if let row = BoardRow(facts, question) { rows.append(row) }
        }
        return BoardText(rows, question, sources, windows: windows).text
    }

    @Test func `has a column for each requirement, and a legend`() throws {
        let digest = try samplePack().digest.prefix(19)

        let text = try self.text(windows: .hidden)

        #expect(
            text == """
                x \(digest)
                """)
    }

    @Test func `has each window in words below its unit`() throws {
        let text = try self.text(windows: .shown, top: "b-0201")

        #expect(
            text == """
                x
                """)
    }
}
