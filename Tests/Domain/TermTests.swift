import Domain
import Testing

@Suite struct `The term of a committee` {
    private func campus(_ elections: (date: String, years: Int)...) -> Campus {
        var campus = Campus()
        for (date, years) in elections { campus.elected(date, years: years) }
        return campus
    }

    @Test(arguments: [
        ("2018-05-05", 3, "2021-05-05"), ("2020-02-29", 3, "2023-02-28"), ("2020-02-29", 4, "2024-02-29"),
        ("2020-02-28", 4, "2024-02-28"), ("2019-12-31", 5, "2024-12-31"), ("2021-03-01", 1, "2022-03-01"),
    ])
    func `4-4: lasts from the election to the same day so many years later`(date: String, years: Int, last: String) {
        let campus = self.campus((date, years))

        #expect(campus.windows(.committeeTerm, asOf: "2021-05-05") == ["\(date) to \(last)"])
    }

    @Test(arguments: [
        ("2021-04-01", "met"), ("2021-05-05", "met"), ("2021-05-06", "met late"), ("2021-05-31", "met late"),
    ])
    func `4-5: is met by an election on or before its last day, and late after it`(date: String, said: String) {
        let campus = self.campus(("2018-05-05", 3), (date, 3))

        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-06-10") == said)
    }

    @Test func `4-5: is due soon six months before it ends, and not met from the day after on`() {
        let campus = self.campus(("2018-05-05", 3))

        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2020-11-05T23:59:59.999999+08:00") == "open")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2020-11-06") == "due-soon")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-05T23:59:59.999999+08:00") == "due-soon")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-06") == "not-met")
        #expect(campus.cell(.committeeTerm, asOf: "2021-05-06")?.severity == .breach)
    }

    @Test(arguments: [
        ("2018-08-30", "2021-02-28"), ("2018-08-29", "2021-02-28"), ("2018-08-27", "2021-02-28"),
        ("2018-08-26", "2021-02-27"), ("2020-08-30", "2023-02-28"), ("2021-08-30", "2024-02-29"),
        ("2018-10-30", "2021-04-30"), ("2018-10-31", "2021-05-01"),
    ])
    func `4-5: is due soon from calendar months before the day after it, or the month's last day`(
        date: String, soon: String
    ) {
        let campus = self.campus((date, 3))

        #expect(campus.says(.committeeTerm, date, asOf: day(soon).previous.description + "T23:59") == "open")
        #expect(campus.says(.committeeTerm, date, asOf: soon) == "due-soon")
    }

    @Test(
        arguments: [
            ("2018-02-28", "2021-02-28", nil), ("2018-02-28", "2021-03-01", "met late"),
            ("2018-03-01", "2021-02-28", "met"), ("2018-02-28", nil, "not-met"),
        ] as [(String, String?, String?)])
    func `4-5: is history where its last day and the next election lie before the pack began`(
        date: String, next: String?, said: String?
    ) {
        var campus = self.campus((date, 3))
        if let next { campus.elected(next) }

        #expect(campus.says(.committeeTerm, date, asOf: "2021-05-05") == said)
    }

    @Test func `4-5: that has been overdue since before the pack began is not met`() {
        let campus = self.campus(("2015-01-01", 3))

        #expect(campus.cell(.committeeTerm, asOf: "2021-03-01")?.word == .notMet)
    }

    @Test func `4-5: overlaps the next one after an early election, which began last and gives the word`() {
        let campus = self.campus(("2019-05-05", 3), ("2021-03-10", 3))

        let cell = campus.cell(.committeeTerm, asOf: "2021-05-05")

        #expect(cell?.duties.map(\.said) == ["met", "open"])
        #expect(cell?.deciding?.window.from == day("2021-03-10"))
        #expect(cell?.word == .open)
    }

    @Test func `4-5: is judged by the next election alone, however many follow`() {
        let campus = self.campus(("2015-05-05", 3), ("2018-06-06", 1), ("2021-03-10", 3))

        #expect(campus.cell(.committeeTerm, asOf: "2021-05-05")?.duties.map(\.said) == ["met late", "open"])
    }

    @Test func `4-5: that ends with another gives the word where it began last`() {
        let campus = self.campus(("2018-03-01", 3), ("2020-03-01", 1))

        #expect(campus.cell(.committeeTerm, asOf: "2021-03-02")?.duties.map(\.said) == ["met", "not-met"])
        #expect(campus.cell(.committeeTerm, asOf: "2021-03-02")?.word == .notMet)
    }

    @Test func `4-4: has no cell before an election, and none by somebody who joins`() {
        var campus = Campus()
        campus.elected("2020-05-05", years: nil)
        campus.elected("2021-04-10")

        #expect(campus.cell(.committeeTerm, asOf: "2021-04-09T23:59", knownAt: "2021-05-05") == nil)
        #expect(campus.cell(.committeeTerm, asOf: "2021-04-10", knownAt: "2021-04-09") == nil)
        #expect(campus.windows(.committeeTerm, asOf: "2021-04-10") == ["2021-04-10 to 2024-04-10"])
        #expect(campus.nextChange(.committeeTerm, asOf: "2021-04-01") == at("2021-04-10"))
    }

    @Test func `4-4: goes on when somebody joins or leaves`() {
        var campus = self.campus(("2018-05-05", 3))
        campus.elected("2021-04-10", years: nil, members: 4)

        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-05") == "due-soon")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-06") == "not-met")
        #expect(campus.windows(.committeeTerm, asOf: "2021-05-06")?.count == 1)
    }

    @Test func `4-5: is asked of a unit that exists on the as-of day, however short it has`() {
        var campus = self.campus(("2018-05-05", 3), ("2021-04-20", 3))
        campus.units.removeAll { $0.code == "b-0103" }
        campus.unit("b-0103", .branch, above: "g-02", from: "2021-05-10", through: "2021-05-20", recorded: "2021-05-01")

        #expect(campus.cell(.committeeTerm, asOf: "2021-05-09") == nil)
        #expect(campus.cell(.committeeTerm, asOf: "2021-05-10")?.duties.map(\.said) == ["met", "open"])
        #expect(
            campus.cell(.committeeTerm, asOf: "2021-05-21")?.duties.map(\.said) == ["not-applicable", "not-applicable"])
        #expect(campus.cell(.committeeTerm, asOf: "2021-05-21")?.word == .notApplicable)
    }

    @Test func `4-5: does not bind a unit that is temporary on its last day, or on the as-of day while it runs`() {
        var campus = self.campus(("2018-05-05", 3), ("2021-05-20", 3))
        campus.branch(from: "2018-01-01")
        campus.unit("b-0103", .branch, above: "g-02", from: "2021-05-05", category: .temporary)
        campus.unit("b-0103", .branch, above: "g-02", from: "2021-06-01", category: .teacher)

        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-04") == "due-soon")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-05") == "not-applicable")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-06-01") == "not-applicable")
        #expect(campus.says(.committeeTerm, "2021-05-20", asOf: "2021-05-31") == "not-applicable")
        #expect(campus.says(.committeeTerm, "2021-05-20", asOf: "2021-06-01") == "open")
    }

    @Test func `4-5: is filed late where the election in time was not known when it ended`() {
        var campus = self.campus(("2018-05-05", 3))
        campus.elected("2021-05-05", recorded: "2021-05-06T00:00:00.000001+08:00")

        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-10") == "met filed-late")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-10", knownAt: "2021-05-06") == "not-met")

        campus.committees.removeLast()
        campus.elected("2021-05-05", recorded: "2021-05-06")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-10") == "met")
    }

    @Test func `4-5: is filed late also where only a later election had been known, which was to be late`() {
        var campus = self.campus(("2018-05-05", 3))
        campus.elected("2021-05-10", recorded: "2021-05-01")
        campus.elected("2021-05-04", recorded: "2021-05-08")

        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-12", knownAt: "2021-05-06") == "met late")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-12") == "met filed-late")
    }

    @Test func `4-5: is told by the register, which is never behind`() {
        var campus = self.campus(("2018-05-05", 3))
        campus.duties = []

        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-06") == "not-met")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-06-06", knownAt: "2021-05-01") == "not-met")
    }

    @Test func `4-4: is as long as the newest row of its day that was known says`() {
        var campus = self.campus(("2018-05-05", 3))
        campus.elected("2018-05-05", years: 5, recorded: "2021-05-10")

        #expect(
            campus.windows(.committeeTerm, asOf: "2021-05-20", knownAt: "2021-05-09") == ["2018-05-05 to 2021-05-05"])
        #expect(campus.windows(.committeeTerm, asOf: "2021-05-20") == ["2018-05-05 to 2023-05-05"])
    }

    @Test func `4-5: is owed by general branches, committees and groups too`() {
        for (unit, kind) in [(UnitCode("g-02"), UnitKind.generalBranch), ("c", .committee), ("gr-1", .group)] {
            var campus = Campus()
            campus.unit = unit
            if kind == .group { campus.unit(unit, kind, above: "b-0103", from: "2020-01-01") }
            campus.elected("2018-05-05", years: 3)

            #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2021-05-06") == "not-met")
        }
    }

    @Test func `changes next when it is due soon and when it ends`() {
        let campus = self.campus(("2018-05-05", 3))

        #expect(campus.nextChange(.committeeTerm, asOf: "2020-06-01") == at("2020-11-06"))
        #expect(campus.nextChange(.committeeTerm, asOf: "2020-11-06") == at("2021-05-06"))
        #expect(campus.nextChange(.committeeTerm, asOf: "2021-05-06") == nil)
    }

    @Test func `is explained by the committee that was elected, in words`() throws {
        let campus = self.campus(("2018-05-05", 3))

        let open = try #require(campus.explained(.committeeTerm, asOf: "2021-05-01"))
        let overdue = try #require(campus.explained(.committeeTerm, asOf: "2021-05-06"))

        #expect(open.mend?.text.en == "Elect the committee anew by 2021-05-05.")
        #expect(open.mend?.by == day("2021-05-05"))
        #expect(open.committee?.term == Period(from: day("2018-05-05"), through: day("2021-05-05")))
        #expect(
            overdue.missing?.en
                == "The committee elected on 2018-05-05 has a term up to 2021-05-05; nobody has been elected since.")
        #expect(overdue.missing?.zh == "2018年5月5日选出的委员会，任期至2021年5月5日，尚未换届。")
        #expect(overdue.counted.isEmpty && overdue.sources.isEmpty)
    }
}
