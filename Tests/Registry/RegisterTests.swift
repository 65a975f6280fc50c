import Domain
import Messages
import Testing

@testable import Registry

@Suite struct `The register` {
    @Test func `takes units, counts and sources in whatever order their rows come`() throws {
        var desk = try RegisterDesk()

        let (changes, outcome) = try desk.take(
            Sheets.sources("/oa|OA|office@c|g-01|theme-day|P1D"), Sheets.members("b-0101|2021-01-01|31|1"),
            Sheets.units(
                "b-0101|教工支部|branch|teacher|g-01|2018-09-01", "g-01|机电党总支|general-branch||c|2018-09-01",
                "c|党委|committee|||2018-09-01"))

        #expect(changes.map(\.unit) == ["b-0101", "g-01", "c", "b-0101", "g-01"])
        #expect(
            outcome
                == ImportOutcome(
                    importID: "imp-1", rows: [.units: 3, .members: 1, .sources: 1], new: 5, changed: 0, unchanged: 0))
    }

    @Test func `changes nothing by a row that repeats what is known`() throws {
        var desk = try RegisterDesk()
        let members = Sheets.members("b-0101|2021-01-01|31|1")
        let sources = Sheets.sources("/oa|OA|office@c|g-01|theme-day party-class|P1D")
        try desk.take(Sheets.college, members, sources)

        let sameKinds = Sheets.sources("/oa|OA|office@c|g-01|party-class theme-day|P1D")
        let (changes, outcome) = try desk.take(Sheets.college, members, sameKinds)

        #expect(changes.isEmpty)
        #expect(outcome.unchanged == 5)
        #expect(outcome.new + outcome.changed == 0)
    }

    @Test func `takes a row of the same key with other values as a new version`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        let (changes, outcome) = try desk.take(
            Sheets.units("b-0101|教工第一支部|branch|teacher|g-01|2018-09-01", "c|党委|committee|||2018-09-01"))

        #expect(changes.map(\.unit) == ["b-0101"])
        #expect((outcome.new, outcome.changed, outcome.unchanged) == (0, 1, 1))
    }

    @Test func `takes a later day of the same unit as a change from that day`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        let (changes, outcome) = try desk.take(
            Sheets.units("b-0101|教工支部|branch|joint|c|2021-04-01"))

        #expect(changes.count == 1)
        #expect((outcome.new, outcome.changed) == (1, 0))
    }

    @Test func `knows an undated row from the day it speaks of, and never before it came`() throws {
        var desk = try RegisterDesk(accepted: "2021-05-05T10:00:00+08:00")

        let (changes, _) = try desk.take(
            Sheets.units(
                "c|党委|committee|||2018-09-01", "b|支部|branch|teacher|c|2021-06-01",
                "g|总支|general-branch||c|2018-09-01||2021-05-06T00:00:00+08:00"),
            Sheets.members("c|2021-01-01|9|0", "c|2021-02-01|9|1|2021-03-05T09:00:00+08:00"),
            Sheets.committees("c|2021-04-01|3|5"), Sheets.posts("c|secretary|p-1|2021-06-01"),
            Sheets.sources("/oa|OA|p-17|c|theme-day|P1D|2021-03-01"))

        let recorded = changes.map { change in
            switch change {
            case .unit(let version): version.recorded
            case .members(let count): count.recorded
            case .committee(let version): version.recorded
            case .post(let holding): holding.recorded
            case .source(let duty): duty.recorded
            }
        }
        #expect(
            recorded == [
                try .at("2018-09-01"), desk.accepted, desk.accepted, try .at("2021-01-01"),
                try .at("2021-03-05T09:00:00+08:00"), try .at("2021-04-01"), desk.accepted, Instant(microseconds: 0),
            ])
    }

    @Test func `keeps a dated row apart from what was known before it`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)
        let dated = Sheets.units("b-0101|新名|branch|teacher|g-01|2018-09-01||2021-04-01T00:00:00+08:00")

        let first = try desk.take(dated)
        let again = try desk.take(dated)
        let old = try desk.take(Sheets.college)

        #expect(first.outcome.changed == 1)
        #expect(again.outcome.unchanged == 1)
        #expect(old.changes.isEmpty)
    }

    @Test func `takes in what was known earlier than it had been told`() throws {
        var desk = try RegisterDesk()
        try desk.take(
            Sheets.units("c|党委|committee|||2018-09-01||2021-04-01T00:00:00+08:00"))

        let (changes, _) = try desk.take(
            Sheets.units("c|党委|committee|||2018-09-01||2021-03-01T00:00:00+08:00"))

        #expect(changes.count == 1)
    }

    @Test func `takes several versions of one statement in one import, where their dates tell them apart`() throws {
        var desk = try RegisterDesk()

        let (changes, outcome) = try desk.take(
            Sheets.units(
                "c|党委|committee|||2018-09-01||2021-04-01T00:00:00+08:00",
                "c|旧党委|committee|||2018-09-01||2021-03-01T00:00:00+08:00",
                "c|党委|committee|||2018-09-01||2021-04-02T00:00:00+08:00"))

        #expect(changes.count == 2)
        #expect((outcome.new, outcome.changed, outcome.unchanged) == (1, 1, 1))
    }

    @Test func `stays as it was where any row has a fault`() throws {
        var desk = try RegisterDesk()

        let faults = desk.faults(Sheets.college, Sheets.members("b-9999|2021-01-01|31|1"))

        #expect(faults == ["members.csv:2 unit unknown-unit"])
        #expect(try desk.take(Sheets.college).outcome.new == 3)
    }
}

@Suite struct `A committee in the register` {
    @Test func `is elected for a term, and its changes go on with it`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        let (changes, outcome) = try desk.take(
            Sheets.committees("b-0101|2020-01-01||4", "b-0101|2019-03-10|3|5", "g-01|2020-05-05|5|7"))

        #expect(changes.map(\.unit) == ["b-0101", "b-0101", "g-01"])
        #expect(outcome.rows == [.committees: 3])
        #expect(outcome.new == 3)
    }

    @Test func `may change before any election that is known, which is then no committee in office yet`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        #expect(try desk.take(Sheets.committees("b-0101|2020-01-01||4")).outcome.new == 1)
        #expect(desk.faults(Sheets.committees("b-9999|2020-01-01||4")) == ["committees.csv:2 unit unknown-unit"])
    }

    @Test func `has a new version where the row of its day says something else`() throws {
        var desk = try RegisterDesk()
        let row = Sheets.committees("b-0101|2019-03-10|3|5")
        try desk.take(Sheets.college, row)

        #expect(try desk.take(row).outcome.unchanged == 1)
        #expect(try desk.take(Sheets.committees("b-0101|2019-03-10|5|5")).outcome.changed == 1)
        #expect(try desk.take(Sheets.committees("b-0101|2019-03-10|5|4")).outcome.changed == 1)
    }

    @Test(arguments: [
        ("nowhere|2019-03-10|3|5", "unit unknown-unit"), ("c|2019-03-10|0|5", "years bad-number"),
        ("c|2019-03-10|11|5", "years bad-number"), ("c|2019-03-10|3|100", "members bad-number"),
        ("c|2019-03-10|3|", "members empty"), ("c||3|5", "elected empty"), ("c|spring|3|5", "elected bad-day"),
    ])
    func `names the column of what cannot be`(row: String, fault: String) throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        #expect(desk.faults(Sheets.committees(row)) == ["committees.csv:2 \(fault)"])
    }
}

@Suite struct `A post in the register` {
    @Test func `may be held by several persons, and by one of them twice`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)
        let rows = Sheets.posts(
            "b-0101|member|p-1|2019-03-10|2020-03-09", "b-0101|member|p-2|2019-03-10", "b-0101|member|p-1|2021-01-01")

        let (changes, outcome) = try desk.take(rows)

        #expect(changes.count == 3)
        #expect(outcome.rows == [.posts: 3])
        #expect(try desk.take(rows).outcome.unchanged == 3)
    }

    @Test func `is given up by a row of the same person and first day that has an end`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college, Sheets.posts("b-0101|secretary|p-1|2019-03-10"))

        let (changes, outcome) = try desk.take(Sheets.posts("b-0101|secretary|p-1|2019-03-10|2021-04-30"))

        #expect(changes.count == 1)
        #expect(outcome.changed == 1)
    }

    @Test(arguments: [
        ("nowhere|secretary|p-1|2019-03-10", "unit unknown-unit"), ("c||p-1|2019-03-10", "post empty"),
        ("c|a secretary|p-1|2019-03-10", "post bad-post"), ("c|secretary@c|p-1|2019-03-10", "post bad-post"),
        ("c|secretary|张三|2019-03-10", "person bad-person"), ("c|secretary|p@x|2019-03-10", "person bad-person"),
        ("c|secretary|p-1|2019-03-10|2019-03-09", "to ends-before-it-begins"),
    ])
    func `names the column of what cannot be`(row: String, fault: String) throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        #expect(desk.faults(Sheets.posts(row)) == ["posts.csv:2 \(fault)"])
    }
}

@Suite struct `A rule of the register` {
    @Test(arguments: [
        ("b|支部|branch||c|2021-01-01", "category empty"),
        ("g|总支|general-branch|teacher|c|2021-01-01", "category not-a-branch"),
        ("x|小组|group|||2021-01-01", "parent empty"),
        ("b|支部|branch|teacher|nowhere|2021-01-01", "parent unknown-unit"),
        ("b|支部|branch|teacher|c|2018-08-31", "parent absent-parent"),
        ("b|支部|branch|teacher|b|2021-01-01", "parent ring"),
        ("b|支部|twig|teacher|c|2021-01-01", "kind unknown-word"),
        ("b|支部|branch|teacher|c|2021-01-01|2020-12-31", "to ends-before-it-begins"),
    ])
    func `names the column in which a unit breaks it`(row: String, fault: String) throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        #expect(desk.faults(Sheets.units(row)) == ["units.csv:2 \(fault)"])
    }

    @Test(arguments: [
        ("/oa|OA|p-1|nowhere|theme-day|P1D", "unit unknown-unit"),
        ("/oa|OA|office@nowhere|c|theme-day|P1D", "owner unknown-unit"),
        ("/oa|OA|李四|c|theme-day|P1D", "owner bad-person"),
        ("/oa|OA|p-1|c|theme-day|P2Y", "every bad-interval"),
        ("/oa|OA|p-1|c|tea-day|P1D", "kinds unknown-word"),
        ("/oa|OA|p-1|c|theme-day|daily", "every bad-interval"),
    ])
    func `names the column in which a source breaks it`(row: String, fault: String) throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        #expect(desk.faults(Sheets.sources(row)) == ["sources.csv:2 \(fault)"])
    }

    @Test func `lets a branch stand alone, and a unit outlive its parent`() throws {
        var desk = try RegisterDesk()

        try desk.take(
            Sheets.units(
                "b|支部|branch|joint||2021-01-01", "g|总支|general-branch|||2020-01-01|2021-01-31",
                "h|支部|branch|teacher|g|2021-01-15"))
    }

    @Test func `finds a ring that an import closes with rows that are there already`() throws {
        var desk = try RegisterDesk()
        try desk.take(Sheets.college)

        #expect(
            desk.faults(Sheets.units("c|党委|committee||b-0101|2021-01-01")) == ["units.csv:2 parent ring"])
        #expect(
            desk.faults(Sheets.units("c|党委|committee||g-01|2018-09-01")) == ["units.csv:2 parent ring"])
    }

    @Test func `finds a ring that exists only from a later row's day on`() throws {
        var desk = try RegisterDesk()

        let faults = desk.faults(
            Sheets.units(
                "a|甲|committee|||2020-01-01", "b|乙|committee||a|2020-01-01", "a|甲|committee||b|2021-01-01",
                "b|乙|committee|||2022-01-01"))

        #expect(faults.sorted() == ["units.csv:3 parent ring", "units.csv:4 parent ring"])
    }

    @Test func `lets two units change places when both do on the same day`() throws {
        var desk = try RegisterDesk()

        try desk.take(
            Sheets.units(
                "a|甲|committee|||2020-01-01", "b|乙|committee||a|2020-01-01", "a|甲|committee||b|2021-01-01",
                "b|乙|committee|||2021-01-01"))
    }

    @Test func `follows no more units above one another than verdicts do`() throws {
        var desk = try RegisterDesk()
        let rows = (1...UnitTree.depthLimit + 1).map { number in
            ImportRows.Row(
                line: number + 1,
                cells: ["u-\(number)", "甲", "committee", "", number == 1 ? "" : "u-\(number - 1)", "2020-01-01", ""])
        }
        let sheet = ImportRows(
            importID: "imp-1", file: .units, name: "units.csv", columns: RegisterFile.units.requiredColumns, rows: rows)

        #expect(desk.faults(sheet) == ["units.csv:66 parent too-deep"])
    }

    @Test func `refuses two rows of one import that contradict each other`() throws {
        var desk = try RegisterDesk()

        let faults = desk.faults(
            Sheets.units("c|党委|committee|||2018-09-01", "c|委员会|committee|||2018-09-01"),
            Sheets.members("c|2021-01-01|9|0", "c|2021-01-01|9|0", "c|2021-01-01|9|1"))

        #expect(faults == ["units.csv:3  contradiction", "members.csv:4  contradiction"])
    }

    @Test func `is looked at only when all cells can be read`() throws {
        var desk = try RegisterDesk()

        let faults = desk.faults(
            Sheets.units("g|总支|general-branch||c|never", "b|支部|branch|teacher|g|2021-01-01"))

        #expect(faults == ["units.csv:2 from bad-day"])
    }

    @Test(arguments: [RuleBreach.noCategory, .needlessCategory, .noParent, .unknownUnit("x"), .tooRare])
    func `is spoken of in both languages`(breach: RuleBreach) {
        #expect(!breach.sentence.zh.isEmpty)
        #expect(!breach.sentence.en.isEmpty)
    }
}
