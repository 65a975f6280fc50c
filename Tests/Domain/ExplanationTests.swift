import Domain
import Testing

@Suite struct `An explanation` {
    @Test func `M5-6: lists what counts and what does not, with the reason`() throws {
        var campus = Campus()
        campus.held("2021-04-02T14:30", record: 1, [60, 60, nil])
        campus.held("2021-04-05T14:30", record: 2, [60, 45, 60])
        campus.held("2021-04-06T14:30", record: 3, nil)
        campus.held("2021-04-07T14:30", record: 4)
        campus.held("2021-04-07T14:30", record: 4, recorded: "2021-04-08", state: .retracted)
        campus.held("2021-04-09T14:30", record: 5, [60, 60, 20])
        campus.held("2021-04-09T14:30", record: 5, recorded: "2021-04-10")
        campus.held("2021-04-30T23:30", record: 6)
        campus.held("2021-05-01T00:30", record: 6, recorded: "2021-05-02")
        campus.held("2021-03-09T14:30", record: 7)
        campus.held("2021-04-12T14:30", record: 8, recorded: "2021-05-20")
        campus.held("2021-04-12T14:30", record: 9, kind: .membersMeeting)

        let explanation = try #require(campus.explained(month: "2021-04", asOf: "2021-05-05"))

        #expect(explanation.verdict == .met)
        #expect(explanation.counted.map(\.id) == ["e-11"])
        #expect(explanation.counted.map(\.occurred) == [at("2021-04-09T14:30")])
        #expect(explanation.counted.map(\.recorded) == [at("2021-04-10")])
        #expect(
            explanation.notCounted.map { "\($0.id) \($0.reason)" } == [
                "e-5 segment-missing:practice", "e-6 segment-short:exchange", "e-7 detail-missing", "e-8 retracted",
                "e-10 superseded", "e-12 superseded", "e-13 outside-window",
            ])
        #expect(explanation.missing == nil)
        #expect(explanation.mend == nil)
    }

    @Test func `calls the last version of a retracted record retracted, and the earlier ones superseded`() throws {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1)
        campus.held("2021-04-10T14:30", record: 1, recorded: "2021-04-11")
        campus.held("2021-04-10T14:30", record: 1, recorded: "2021-04-12", state: .retracted)

        let explanation = try #require(campus.explained(month: "2021-04", asOf: "2021-04-20"))

        #expect(explanation.counted.isEmpty)
        #expect(explanation.notCounted.map { "\($0.id) \($0.reason)" } == ["e-5 superseded", "e-6 retracted"])
    }

    @Test func `says what is missing and what would mend it, in both languages`() throws {
        var campus = Campus()
        campus.held("2021-04-02T14:30", [60, 45, nil])
        campus.watermark(until: "2021-05-01")

        let explanation = try #require(campus.explained(month: "2021-04", asOf: "2021-05-05"))

        #expect(explanation.verdict == .notMet)
        #expect(
            explanation.missing
                == BilingualText(
                    zh: "2021年4月1日至2021年4月30日没有符合要求的主题党日。2021年4月2日一次：交流45分钟，不足50分钟；缺实做。",
                    en: "No theme Party day that counts in 2021-04-01 to 2021-04-30. "
                        + "The one of 2021-04-02: exchange 45 minutes, fewer than 50; no practice."))
        #expect(explanation.mend?.by == day("2021-04-30"))
        #expect(explanation.mend?.text.zh.isEmpty == false)
    }

    @Test func `says of ten records what they lack, and how many more there are`() throws {
        var campus = Campus()
        for day in 11...22 { campus.held("2021-04-\(day)T14:30", [60, 60, 10]) }
        campus.watermark(until: "2021-05-01")

        let missing = try #require(campus.explained(month: "2021-04", asOf: "2021-05-05")?.missing)

        #expect(missing.en.hasSuffix("The one of 2021-04-20: practice 10 minutes, fewer than 50. And 2 more."))
        #expect(missing.zh.hasSuffix("另有2次也不符合。"))
    }

    @Test func `asks for the deed while there is time`() throws {
        let explanation = try #require(Campus().explained(asOf: "2021-03-10"))

        #expect(explanation.duty?.window.from == day("2021-03-01"))
        #expect(explanation.verdict == .open)
        #expect(
            explanation.mend?.text.en
                == "Hold a theme Party day by 2021-03-31, with 60 minutes each (at least 50) of "
                + "study, exchange, practice.")
        #expect(
            explanation.mend?.text.zh == "在2021年3月31日前（含当日）开展一次主题党日，学习、交流、实做各60分钟（不少于50分钟）。")
    }

    @Test func `is of the window that gives the cell its word, unless told`() throws {
        var campus = Campus()
        campus.watermark(until: "2021-05-01")

        #expect(campus.explained(asOf: "2021-05-05")?.duty?.window.from == day("2021-04-01"))
        #expect(campus.explained(month: "2021-03", asOf: "2021-05-05")?.duty?.window.from == day("2021-03-01"))
        #expect(campus.explained(month: "2021-06", asOf: "2021-05-05") == nil)
        #expect(campus.explained(month: "2021-02", asOf: "2021-05-05") == nil)
    }

    @Test func `names who must act and who is told, where they sat on the window's last day`() throws {
        var campus = Campus()
        campus.unit("c-2", .committee, above: "c", from: "2020-01-01")
        campus.unit("b-0103", .branch, above: "c-2", from: "2021-05-01")
        campus.members(60, 0, from: "2021-03-01")

        let april = try #require(campus.explained(month: "2021-04", asOf: "2021-05-05"))
        let may = try #require(campus.explained(month: "2021-05", asOf: "2021-05-05"))
        let size = try #require(campus.explained(.branchSize, asOf: "2021-05-05"))

        #expect(april.owedBy.map { "\($0.role)@\($0.unit)" } == ["branch-secretary@b-0103"])
        #expect(april.tell.map { "\($0.role)@\($0.unit)" } == ["organisation-department@c"])
        #expect(may.tell.map(\.unit) == ["c-2"])
        #expect(size.tell.map { "\($0.role)@\($0.unit)" } == ["general-branch-secretary@c-2"])
        #expect(april.path == "/c/c-2/b-0103")
    }

    @Test func `4-2: shows the count that was compared`() throws {
        var campus = Campus()
        campus.members(54, 2, from: "2021-03-01")

        let explanation = try #require(campus.explained(.branchSize, asOf: "2021-05-05"))

        #expect(explanation.verdict == .notMet)
        #expect(explanation.duty == nil)
        #expect(explanation.count?.formal == 54)
        #expect(explanation.missing?.zh == "现有党员56人，限50人，超出6人。")
        #expect(explanation.mend?.by == nil)
        #expect(explanation.counted.isEmpty && explanation.sources.isEmpty)
    }

    @Test func `shows how far each source is`() throws {
        var campus = Campus()
        campus.reports("/app", for: "g-02")
        campus.watermark(until: "2021-04-20")

        let explanation = try #require(campus.explained(month: "2021-03", asOf: "2021-05-05"))

        #expect(explanation.sources.map(\.source) == ["/app", Campus.oa])
        #expect(explanation.sources.map(\.watermark?.until) == [nil, at("2021-04-20")])
        #expect(explanation.reason?.description == "behind:/app")
        #expect(explanation.missing?.en.contains("/app") == true)
    }

    @Test(arguments: ["filing", "behind:/campus/oa", "no-source", "dead-letter", "detail-missing"])
    func `has words for every doubt`(reason: String) throws {
        var campus = Campus()
        if reason != "behind:/campus/oa" { campus.watermark(until: "2021-05-01") }
        if reason == "no-source" { campus.duties = [] }
        if reason == "dead-letter" { campus.refused("2021-04-09") }
        if reason == "detail-missing" { campus.held("2021-04-09", nil) }

        let asOf = reason == "filing" ? "2021-05-02" : "2021-05-05"
        let explanation = try #require(campus.explained(month: "2021-04", asOf: asOf))

        #expect(explanation.reason?.description == reason)
        for text in [explanation.missing, explanation.mend?.text] {
            #expect(text?.zh.isEmpty == false)
            #expect(text?.en.isEmpty == false)
        }
    }

    @Test func `shows acceptance where it came more than a day after recording`() throws {
        var campus = Campus()
        campus.held("2021-04-09T14:30")
        let version = campus.records[0]
        let day: Int64 = 86_400
        for (late, isShown) in [(day, false), (day + 1, true)] {
            campus.records = [
                RecordVersion(
                    record: version.record, revision: 1, source: version.source, id: "e-1", state: .held,
                    kind: .themeDay, started: version.started, recorded: version.recorded,
                    accepted: version.recorded.adding(seconds: late), detail: version.detail)
            ]

            let counted = try #require(campus.explained(month: "2021-04", asOf: "2021-04-20")?.counted.first)

            #expect((counted.accepted != nil) == isShown)
        }
    }
}
