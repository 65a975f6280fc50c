import Domain
import Testing

@Suite struct `A meeting of the members` {
    private let quarter = "2021-04-01"

    @Test(arguments: [
        (5, 10, true), (4, 10, false), (6, 11, true), (5, 11, false), (1, 1, true), (0, 1, false), (0, 0, true),
    ])
    func `V-1: counts where half of those due are present, and not one fewer`(present: Int, due: Int, counts: Bool) {
        var campus = Campus(reporting: [.membersMeeting])
        campus.met(.membersMeeting, "2021-05-12T14:30", (present, due))
        campus.watermark(until: "2021-07-01")

        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-07-04") == (counts ? "met" : "not-met"))
    }

    @Test func `V-1: does not count where too few came, which the explanation says`() throws {
        var campus = Campus(reporting: [.membersMeeting])
        campus.met(.membersMeeting, "2021-05-12T14:30", (4, 10))

        let explanation = try #require(campus.explained(.membersMeeting, from: self.quarter, asOf: "2021-05-20"))

        #expect(explanation.notCounted.map(\.reason) == [.noQuorum])
        #expect(explanation.missing?.en.hasSuffix("The one of 2021-05-12: 4 of 10 came, fewer than 1/2.") == true)
        #expect(explanation.missing?.zh.hasSuffix("2021年5月12日一次：应到10人，实到4人，不足1/2。") == true)
        #expect(explanation.mend?.text.en.hasSuffix("by 2021-06-30, at least 1/2 of those due present.") == true)
    }

    @Test func `V-1: is in doubt where nobody was counted`() {
        var campus = Campus(reporting: [.membersMeeting])
        campus.met(.membersMeeting, "2021-05-12T14:30", nil)
        campus.watermark(until: "2021-07-01")

        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-05-20") == "open")
        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-07-04") == "unknown detail-missing")
        #expect(campus.explained(.membersMeeting, asOf: "2021-07-04")?.notCounted.map(\.reason) == [.detailMissing])
    }

    @Test func `4-8, L-1: is owed each quarter, from the one in which the pack begins`() {
        let campus = Campus(reporting: [.membersMeeting])

        #expect(
            campus.windows(.membersMeeting, asOf: "2021-07-01") == [
                "2021-01-01 to 2021-03-31", "2021-04-01 to 2021-06-30", "2021-07-01 to 2021-09-30",
            ])
        #expect(campus.windows(.membersMeeting, asOf: "2021-03-31T23:59") == ["2021-01-01 to 2021-03-31"])
    }

    @Test(arguments: [
        ("2020-12-31T23:59:59.999999+08:00", false), ("2021-01-01T00:00:00+08:00", true),
        ("2021-02-20T09:00:00+08:00", true), ("2021-03-31T23:59:59.999999+08:00", true),
        ("2021-04-01T00:00:00+08:00", false),
    ])
    func `L-1: of the first quarter counts from 1 January to 31 March`(started: String, counts: Bool) {
        var campus = Campus(reporting: [.membersMeeting])
        campus.met(.membersMeeting, started, (8, 10))
        campus.watermark(until: "2021-04-05")

        #expect(campus.says(.membersMeeting, "2021-01-01", asOf: "2021-04-05") == (counts ? "met" : "not-met"))
    }

    @Test func `L-1: is due soon from fourteen days before the quarter ends, and its filing takes three more`() {
        var campus = Campus(reporting: [.membersMeeting])
        campus.watermark(until: "2021-07-01")

        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-06-16T23:59:59.999999+08:00") == "open")
        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-06-17") == "due-soon")
        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-06-30T23:59:59.999999+08:00") == "due-soon")
        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-07-01") == "unknown filing")
        #expect(
            campus.says(.membersMeeting, self.quarter, asOf: "2021-07-03T23:59:59.999999+08:00") == "unknown filing")
        #expect(campus.says(.membersMeeting, self.quarter, asOf: "2021-07-04") == "not-met")
    }

    @Test func `L-1: is owed by a branch that existed through the quarter`() {
        var campus = Campus(reporting: [.membersMeeting])
        campus.branch(from: "2021-01-02")
        #expect(campus.says(.membersMeeting, "2021-01-01", asOf: "2021-03-10") == "not-applicable")

        campus.branch(from: "2021-01-01")
        #expect(campus.says(.membersMeeting, "2021-01-01", asOf: "2021-03-10") == "open")
    }

    @Test func `changes next when its quarter is due soon, ends, has been filed, and begins`() {
        let campus = Campus(reporting: [.membersMeeting])

        #expect(campus.nextChange(.membersMeeting, asOf: "2021-03-02") == at("2021-03-18"))
        #expect(campus.nextChange(.membersMeeting, asOf: "2021-03-18") == at("2021-04-01"))
        #expect(campus.nextChange(.membersMeeting, asOf: "2021-04-01") == at("2021-04-04"))
        #expect(campus.nextChange(.membersMeeting, asOf: "2021-04-04") == at("2021-06-17"))
        #expect(campus.nextChange(.membersMeeting, asOf: "2020-12-01") == at("2021-01-01"))
    }
}

@Suite struct `A meeting of the committee` {
    private let april = "2021-04-01"

    private func campus(_ change: (inout Campus) -> Void) -> Campus {
        var campus = Campus(reporting: [.committeeMeeting])
        campus.watermark(until: "2021-05-04")
        change(&campus)
        return campus
    }

    @Test(arguments: [(3, 5, true), (2, 5, false), (2, 4, true), (1, 4, false), (4, 7, true), (3, 7, false)])
    func `V-2: counts where half of its members are present, and not one fewer`(
        present: Int, members: Int, counts: Bool
    ) {
        let campus = self.campus { campus in
            campus.elected("2020-05-05", members: members)
            campus.met(.committeeMeeting, "2021-04-12T14:30", (present, members))
        }

        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-05-04") == (counts ? "met" : "not-met"))
    }

    @Test func `V-2: is measured by the register and not by those it calls due`() {
        let fewDue = self.campus { campus in
            campus.elected("2020-05-05", members: 5)
            campus.met(.committeeMeeting, "2021-04-12T14:30", (2, 2))
        }
        let manyDue = self.campus { campus in
            campus.elected("2020-05-05", members: 3)
            campus.met(.committeeMeeting, "2021-04-12T14:30", (2, 9))
        }

        #expect(fewDue.says(.committeeMeeting, self.april, asOf: "2021-05-04") == "not-met")
        #expect(manyDue.says(.committeeMeeting, self.april, asOf: "2021-05-04") == "met")
        let explanation = fewDue.explained(.committeeMeeting, asOf: "2021-05-04")
        #expect(explanation?.missing?.en.contains("2 of 5 came, fewer than 1/2") == true)
    }

    @Test(arguments: [
        ("2021-04-09T23:59", 2, "met"), ("2021-04-10T00:00", 2, "not-met"), ("2021-04-10T00:00", 3, "met"),
    ])
    func `V-2: is measured by the committee of its own day, from which somebody may have come or gone`(
        started: String, present: Int, said: String
    ) {
        let campus = self.campus { campus in
            campus.elected("2020-05-05", members: 4)
            campus.elected("2021-04-10", years: nil, members: 6)
            campus.met(.committeeMeeting, started, (present, 6))
        }

        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-05-04") == said)
    }

    @Test func `V-2: on a day without a committee does not count, whatever was sent`() {
        let campus = self.campus { campus in
            campus.elected("2021-04-20")
            campus.met(.committeeMeeting, "2021-04-19T23:59", (5, 5))
            campus.met(.committeeMeeting, "2021-04-18T14:30", nil)
        }

        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-05-04") == "not-met")
        let explanation = campus.explained(.committeeMeeting, asOf: "2021-05-04")
        #expect(explanation?.notCounted.map(\.reason) == [.noCommittee, .noCommittee])
        #expect(explanation?.missing?.en.contains("2021-04-19: no committee was in office on that day.") == true)
    }

    @Test func `V-2: is in doubt where nobody was counted`() {
        let campus = self.campus { campus in
            campus.elected("2021-04-18")
            campus.met(.committeeMeeting, "2021-04-18T14:30", nil)
        }

        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-05-04") == "unknown detail-missing")
    }

    @Test func `L-2: is owed where a committee is in office on the last day, or on the as-of day while the month runs`()
    {
        let campus = self.campus { $0.elected("2021-04-30") }

        #expect(campus.says(.committeeMeeting, "2021-03-01", asOf: "2021-05-04") == "not-applicable")
        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-04-29T23:59") == "not-applicable")
        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-04-30") == "due-soon")
        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-05-04") == "not-met")
        #expect(campus.nextChange(.committeeMeeting, asOf: "2021-04-25") == at("2021-04-30"))
    }

    @Test func `L-2: is owed by a committee whose term has expired, and by none that nobody elected`() {
        let expired = self.campus { $0.elected("2015-01-01") }
        let joined = self.campus { $0.elected("2021-01-01", years: nil) }

        #expect(expired.says(.committeeMeeting, self.april, asOf: "2021-04-10") == "open")
        #expect(joined.says(.committeeMeeting, self.april, asOf: "2021-04-10") == "not-applicable")
    }

    @Test func `is judged by the committee as it was known`() {
        let campus = self.campus { campus in
            campus.elected("2020-05-05", members: 4)
            campus.elected("2020-05-05", members: 7, recorded: "2021-05-10")
            campus.met(.committeeMeeting, "2021-04-12T14:30", (2, 4))
        }
        let later = self.campus { campus in
            campus.elected("2020-05-05", members: 7)
            campus.elected("2020-05-05", members: 4, recorded: "2021-05-10")
            campus.met(.committeeMeeting, "2021-04-12T14:30", (2, 4))
        }

        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-05-10", knownAt: "2021-05-09T23:59") == "met")
        #expect(campus.says(.committeeMeeting, self.april, asOf: "2021-05-10") == "not-met")
        #expect(later.says(.committeeMeeting, self.april, asOf: "2021-05-10", knownAt: "2021-05-09") == "not-met")
        #expect(later.says(.committeeMeeting, self.april, asOf: "2021-05-10") == "met filed-late")
    }
}

@Suite struct `A meeting of a group` {
    private func campus() -> Campus {
        var campus = Campus(reporting: [.groupMeeting])
        campus.unit("gr-1", .group, above: "b-0103", from: "2020-01-01")
        campus.unit = "gr-1"
        return campus
    }

    @Test func `L-3: is owed by a group each month, and by no branch`() {
        var campus = self.campus()
        campus.took(.groupMeeting, "2021-04-01T00:00")
        campus.took(.groupMeeting, "2021-05-31T23:59:59.999999+08:00")
        campus.watermark(until: "2021-06-10")

        #expect(campus.says(.groupMeeting, "2021-03-01", asOf: "2021-06-10") == "not-met")
        #expect(campus.says(.groupMeeting, "2021-04-01", asOf: "2021-06-10") == "met")
        #expect(campus.says(.groupMeeting, "2021-05-01", asOf: "2021-06-10") == "met")
        #expect(campus.says(.groupMeeting, "2021-06-01", asOf: "2021-06-10") == "open")
        campus.unit = "b-0103"
        #expect(campus.cell(.groupMeeting, asOf: "2021-06-10") == nil)
    }

    @Test func `4-8, L-3: counts whoever came, and only where it is one`() {
        var campus = self.campus()
        campus.met(.groupMeeting, "2021-04-12T14:30", (0, 9))
        campus.met(.committeeMeeting, "2021-03-12T14:30", (9, 9))
        campus.watermark(until: "2021-05-10")

        #expect(campus.says(.groupMeeting, "2021-04-01", asOf: "2021-05-10") == "met")
        #expect(campus.says(.groupMeeting, "2021-03-01", asOf: "2021-05-10") == "not-met")
    }

    @Test(arguments: [
        ("2021-03-31", "2021-03-25"), ("2021-04-30", "2021-04-24"), ("2021-06-30", "2021-06-24"),
        ("2022-02-28", "2022-02-22"), ("2024-02-29", "2024-02-23"),
    ])
    func `L-3: is due soon seven days before the month ends, however long it is`(last: String, soon: String) {
        let campus = self.campus()
        let first = Frequency.month.window(containing: day(last)).from.description

        #expect(campus.says(.groupMeeting, first, asOf: day(soon).previous.description + "T23:59") == "open")
        #expect(campus.says(.groupMeeting, first, asOf: soon) == "due-soon")
        #expect(campus.says(.groupMeeting, first, asOf: last + "T23:59") == "due-soon")
        #expect(campus.says(.groupMeeting, first, asOf: day(last).next.description) == "unknown filing")
    }
}
