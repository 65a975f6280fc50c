import Domain
import Testing

@Suite struct `The reminder of an election` {
    /// The term ends on 15 December 2021; the reminder is due between 15 March and 15 June.
    private func campus(_ change: (inout Campus) -> Void = { _ in }) -> Campus {
        var campus = Campus(reporting: [.termReminder])
        campus.elected("2018-12-15", years: 3)
        campus.watermark(until: "2022-01-10")
        change(&campus)
        return campus
    }

    private let window = "2021-03-15"

    /// What is said of that window once all sources have spoken of it.
    private func says(_ campus: Campus, asOf: String) -> String? {
        campus.says(.termReminder, self.window, asOf: asOf, knownAt: "2022-01-10")
    }

    @Test(arguments: [
        ("2018-12-15", "2021-03-15 to 2021-06-15"), ("2018-11-30", "2021-02-28 to 2021-05-30"),
        ("2018-12-31", "2021-03-31 to 2021-06-30"), ("2019-02-28", "2021-05-28 to 2021-08-28"),
        ("2018-09-01", "2020-12-01 to 2021-03-01"), ("2019-03-31", "2021-06-30 to 2021-09-30"),
    ])
    func `E-2: is due between nine and six calendar months before the term's last day`(elected: String, window: String)
    {
        var campus = Campus()
        campus.elected(elected, years: 3)

        #expect(campus.windows(.termReminder, asOf: "2021-10-01") == [window])
    }

    @Test func `E-2: of a term that ended with a February ends with the month that has fewer days`() {
        var campus = Campus()
        campus.elected("2020-08-31", years: 3)
        #expect(campus.windows(.termReminder, asOf: "2023-03-01") == ["2022-11-30 to 2023-02-28"])

        campus.committees = []
        campus.elected("2021-08-31", years: 3)
        #expect(campus.windows(.termReminder, asOf: "2024-03-01") == ["2023-11-30 to 2024-02-29"])
    }

    @Test func `E-2: is listed once its window has opened, and not where that had closed before the pack began`() {
        let campus = self.campus()
        #expect(campus.cell(.termReminder, asOf: "2021-03-14T23:59")?.duties == [])
        #expect(campus.cell(.termReminder, asOf: "2021-03-14T23:59")?.word == .notApplicable)
        #expect(campus.says(.termReminder, self.window, asOf: "2021-03-15") == "open")

        var earlier = Campus()
        earlier.elected("2018-08-31", years: 3)
        #expect(earlier.cell(.termReminder, asOf: "2021-05-05")?.duties == [])
    }

    @Test(arguments: [
        ("2021-03-14T23:59:59.999999+08:00", "not-met"), ("2021-03-15T00:00:00+08:00", "met"),
        ("2021-06-15T23:59:59.999999+08:00", "met"), ("2021-06-16T00:00:00+08:00", "met late"),
        ("2021-12-15T23:59:59.999999+08:00", "met late"), ("2021-12-16T00:00:00+08:00", "not-met"),
    ])
    func `E-2: counts within its window, and late up to the term's last day`(started: String, said: String) {
        let campus = self.campus { $0.reminded(started, by: "g-02") }

        #expect(campus.says(.termReminder, self.window, asOf: "2022-01-10") == said)
    }

    @Test(
        arguments: [("g-02", true), ("c", true), ("b-0103", false), ("b-0104", false), (nil, false)]
            as [(UnitCode?, Bool)])
    func `E-2: is given by the parent or a unit above it`(author: UnitCode?, counts: Bool) {
        let campus = self.campus { campus in
            campus.unit("b-0104", .branch, above: "g-02", from: "2020-01-01")
            campus.reminded("2021-04-12T09:00", by: author)
        }

        #expect(self.says(campus, asOf: "2021-06-16") == (counts ? "met" : "not-met"))
        let reasons = campus.explained(.termReminder, asOf: "2021-06-16")?.notCounted.map(\.reason.description)
        #expect(reasons == (counts ? [] : ["not-by-superior"]))
    }

    @Test(arguments: [
        ("2021-04-09T23:59", "g-02", true), ("2021-04-10T00:00", "g-02", false), ("2021-04-10T00:00", "g-07", true),
    ])
    func `E-2: is given by whoever stood above on its own day`(started: String, author: UnitCode, counts: Bool) {
        let campus = self.campus { campus in
            campus.unit("g-07", .generalBranch, above: "c", from: "2020-01-01")
            campus.unit("b-0103", .branch, above: "g-07", from: "2021-04-10")
            campus.reminded(started, by: author)
        }

        #expect(self.says(campus, asOf: "2021-06-16") == (counts ? "met" : "not-met"))
    }

    @Test func `E-2: of something else is not looked at`() {
        let campus = self.campus { $0.reminded("2021-04-12T09:00", by: "g-02", of: "dues") }

        #expect(self.says(campus, asOf: "2021-06-16") == "not-met")
        #expect(campus.explained(.termReminder, asOf: "2021-06-16")?.notCounted == [])
    }

    @Test func `E-2: is due soon fourteen days before its window ends, and has no time of filing`() {
        let campus = self.campus()

        #expect(campus.says(.termReminder, self.window, asOf: "2021-06-01T23:59:59.999999+08:00") == "open")
        #expect(campus.says(.termReminder, self.window, asOf: "2021-06-02") == "due-soon")
        #expect(campus.says(.termReminder, self.window, asOf: "2021-06-15T23:59:59.999999+08:00") == "due-soon")
        #expect(campus.says(.termReminder, self.window, asOf: "2021-06-16", knownAt: "2022-01-10") == "not-met")
        #expect(campus.says(.termReminder, self.window, asOf: "2021-06-16", knownAt: "2021-06-15") == "unknown filing")
        #expect(campus.cell(.termReminder, asOf: "2021-06-16")?.severity == .warning)
    }

    @Test(
        arguments: [
            ("2021-06-15", nil), ("2021-06-16", "not-met"), ("2021-03-01", nil), ("2021-12-20", "not-met"),
        ] as [(String, String?)])
    func `E-2: is not listed where the next election was on or before its window's last day`(
        election: String, said: String?
    ) {
        let campus = self.campus { $0.elected(election, years: 3) }

        #expect(campus.says(.termReminder, self.window, asOf: "2022-01-10") == said)
    }

    @Test func `E-2: is in doubt where a source is behind, a record was refused or nobody reports`() {
        let behind = self.campus { $0.watermarks = [] }
        let refused = self.campus { $0.refused("2021-06-15T23:59", kind: .termReminder) }
        let refusedLater = self.campus { $0.refused("2021-06-16T00:00", kind: .termReminder) }
        let unreported = self.campus { $0.duties = [] }

        #expect(behind.says(.termReminder, self.window, asOf: "2021-06-16") == "unknown behind:/campus/oa")
        #expect(
            refused.says(.termReminder, self.window, asOf: "2021-06-16", knownAt: "2022-01-10") == "unknown dead-letter"
        )
        #expect(refusedLater.says(.termReminder, self.window, asOf: "2021-06-17", knownAt: "2022-01-10") == "not-met")
        #expect(unreported.says(.termReminder, self.window, asOf: "2021-06-16") == "unknown no-source")
    }

    @Test func `E-2: stands in the rows that have a committee's term and a parent`() {
        var campus = self.campus()
        campus.committees = []
        #expect(campus.cell(.termReminder, asOf: "2021-05-05") == nil)

        for (unit, hasCell) in [(UnitCode("g-02"), true), ("c", false)] {
            campus.unit = unit
            campus.elected("2018-12-15", years: 3)
            #expect((campus.cell(.termReminder, asOf: "2021-05-05") != nil) == hasCell)
            #expect(campus.cell(.committeeTerm, asOf: "2021-05-05") != nil)
        }
    }

    @Test func `E-2: is owed for a unit that existed through its window and is not temporary`() {
        let late = self.campus { $0.branch(from: "2021-03-16") }
        let inTime = self.campus { $0.branch(from: "2021-03-15") }
        let temporary = self.campus { $0.branch(from: "2020-01-01", category: .temporary) }
        let ended = self.campus { $0.branch(from: "2020-01-01", through: "2021-06-14") }

        #expect(late.says(.termReminder, self.window, asOf: "2021-06-16") == "not-applicable")
        #expect(inTime.says(.termReminder, self.window, asOf: "2021-05-16") == "open")
        #expect(temporary.says(.termReminder, self.window, asOf: "2021-05-16") == "not-applicable")
        #expect(ended.says(.termReminder, self.window, asOf: "2021-06-14") == "due-soon")
        #expect(ended.says(.termReminder, self.window, asOf: "2021-06-16") == "not-applicable")
    }

    @Test func `E-2: is owed by a parent that there is on its window's last day, or on the as-of day while it runs`() {
        let campus = self.campus { campus in
            campus.unit("b-0103", .branch, above: nil, from: "2021-06-15")
            campus.unit("b-0103", .branch, above: "g-02", from: "2021-06-16")
        }

        #expect(campus.says(.termReminder, self.window, asOf: "2021-06-14") == "due-soon")
        #expect(campus.cell(.termReminder, asOf: "2021-06-15") == nil)
        #expect(campus.says(.termReminder, self.window, asOf: "2021-06-16") == "not-applicable")
    }

    @Test func `E-2: is owed by the parent and told to the parent's own superior`() throws {
        let branch = try #require(self.campus().explained(.termReminder, asOf: "2021-06-16"))
        let general = self.campus { campus in
            campus.unit = "g-02"
            campus.elected("2018-12-15", years: 3)
        }

        #expect(branch.owedBy.map { "\($0.role)@\($0.unit)" } == ["secretary@g-02"])
        #expect(branch.tell.map { "\($0.role)@\($0.unit)" } == ["organisation-department@c"])
        #expect(general.explained(.termReminder, asOf: "2021-06-16")?.tell.map(\.unit) == ["c"])
    }

    @Test func `E-2: is asked for each of two terms that overlap`() {
        let campus = self.campus { campus in
            campus.elected("2021-08-20", years: 1)
            campus.reminded("2021-12-01T09:00", by: "c")
        }

        #expect(campus.says(.termReminder, self.window, asOf: "2022-02-21") == "met late")
        #expect(campus.says(.termReminder, "2021-11-20", asOf: "2022-02-21") == "met")
        #expect(campus.says(.committeeTerm, "2018-12-15", asOf: "2022-02-21") == "met")
    }

    @Test func `changes next when its window opens, is due soon and ends`() {
        let campus = self.campus { $0.watermarks = [] }

        #expect(campus.nextChange(.termReminder, asOf: "2021-02-01") == at("2021-03-15"))
        #expect(campus.nextChange(.termReminder, asOf: "2021-03-15") == at("2021-06-02"))
        #expect(campus.nextChange(.termReminder, asOf: "2021-06-02") == at("2021-06-16"))
        #expect(campus.nextChange(.termReminder, asOf: "2021-06-16") == nil)
    }

    @Test func `is explained in words`() throws {
        let campus = self.campus { $0.reminded("2021-04-12T09:00", by: "b-0103") }

        let explanation = try #require(campus.explained(.termReminder, asOf: "2021-05-05"))

        #expect(
            explanation.missing?.en
                == "No reminder of the election that counts in 2021-03-15 to 2021-06-15. "
                + "The one of 2021-04-12: given by b-0103, which does not stand above.")
        #expect(explanation.mend?.text.en == "Remind the unit of its election by 2021-06-15.")
    }
}
