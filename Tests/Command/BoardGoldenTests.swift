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
        campus.unit("p-020101", .group, above: "b-0201", name: "信息工程学院教工第一党支部第一党小组")
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
                unit                                   TD     MM    CM     GM     BS  CS  CT  TR  PL  AS
                c c
                  g-02 g-02
                    b-0201 信息工程学院教工第一党支部  ✗ ~✗o  ? ?o  ? ??o         ✓   ✓   ✗   -   +   -
                      p-020101 …第一党小组                                 o ✓✓o
                    b-0202 信息工程学院学生党支部      w ✗ww  ? ?o  - ---         ✗   ✗           ✗   -

                ✓ met 达到  o open 进行中  ! due soon 临近截止  ✗ not met 未达到  ? unknown 不能判定
                w waived 已豁免  - not applicable 不适用  + met, after its day 达到，逾期完成
                ~ met, filed late 达到，补录  blank: not asked of such a unit 不要求
                in a column: the word, then the last windows that have begun, the newest last
                TD  theme-day: 主题党日 Theme Party day (规范管理 standard management)
                MM  members-meeting: 支部党员大会 Members' meeting (规范管理 standard management)
                CM  committee-meeting: 支部委员会会议 Committee meeting (规范管理 standard management)
                GM  group-meeting: 党小组会 Group meeting (规范管理 standard management)
                BS  branch-size: 支部规模 Size of a branch (规范管理 standard management)
                CS  committee-size: 支部委员会 Branch committee (规范管理 standard management)
                CT  committee-term: 按期换届 Election on time (组织领导 organisational leadership)
                TR  term-reminder: 换届提醒 Reminder of the election (组织领导 organisational leadership)
                PL  problem-list: 问题整改清单 Problem list (制度执行 institutions)
                AS  action-summary: 行动总结 Summary of the action (制度执行 institutions)

                5 units · 17 cells · ✓ 3 · o 1 · ✗ 5 · ? 3 · w 1 · - 4
                as of 2021-05-05 · known at 2021-05-05 · pack hbgyzy-2021 1 \(digest)
                sources: /campus/oa up to 2021-05-04

                """)
    }

    @Test func `has each window in words below its unit`() throws {
        let digest = try samplePack().digest.prefix(19)
        let text = try self.text(windows: .shown, top: "b-0201")

        #expect(
            text == """
                b-0201 信息工程学院教工第一党支部
                  TD  ✗ not met 未达到
                        2021-03-01 – 2021-03-31  ~ met 达到 (filed late 补录)
                        2021-04-01 – 2021-04-30  ✗ not met 未达到
                        2021-05-01 – 2021-05-31  o open 进行中
                  MM  ? unknown 不能判定
                        2021-01-01 – 2021-03-31  ? unknown 不能判定 (no source reports it 没有报送来源)
                        2021-04-01 – 2021-06-30  o open 进行中
                  CM  ? unknown 不能判定
                        2021-03-01 – 2021-03-31  ? unknown 不能判定 (no source reports it 没有报送来源)
                        2021-04-01 – 2021-04-30  ? unknown 不能判定 (no source reports it 没有报送来源)
                        2021-05-01 – 2021-05-31  o open 进行中
                  BS  ✓ met 达到
                  CS  ✓ met 达到
                  CT  ✗ not met 未达到
                        2018-04-20 – 2021-04-20  ✗ not met 未达到
                  TR  - not applicable 不适用
                  PL  + met 达到
                        2021-03-01 – 2021-04-15  + met 达到 (after its day 逾期完成)
                  AS  - not applicable 不适用
                  p-020101 …第一党小组
                    GM  o open 进行中
                          2021-03-01 – 2021-03-31  ✓ met 达到
                          2021-04-01 – 2021-04-30  ✓ met 达到
                          2021-05-01 – 2021-05-31  o open 进行中

                ✓ met 达到  o open 进行中  ! due soon 临近截止  ✗ not met 未达到  ? unknown 不能判定
                w waived 已豁免  - not applicable 不适用  + met, after its day 达到，逾期完成
                ~ met, filed late 达到，补录
                TD  theme-day: 主题党日 Theme Party day (规范管理 standard management)
                MM  members-meeting: 支部党员大会 Members' meeting (规范管理 standard management)
                CM  committee-meeting: 支部委员会会议 Committee meeting (规范管理 standard management)
                GM  group-meeting: 党小组会 Group meeting (规范管理 standard management)
                BS  branch-size: 支部规模 Size of a branch (规范管理 standard management)
                CS  committee-size: 支部委员会 Branch committee (规范管理 standard management)
                CT  committee-term: 按期换届 Election on time (组织领导 organisational leadership)
                TR  term-reminder: 换届提醒 Reminder of the election (组织领导 organisational leadership)
                PL  problem-list: 问题整改清单 Problem list (制度执行 institutions)
                AS  action-summary: 行动总结 Summary of the action (制度执行 institutions)

                2 units · 10 cells · ✓ 3 · o 1 · ✗ 2 · ? 2 · - 2
                as of 2021-05-05 · known at 2021-05-05 · pack hbgyzy-2021 1 \(digest)
                sources: /campus/oa up to 2021-05-04

                """)
    }
}
