import Domain
import Testing

@Suite struct `A list of problems` {
    private let window = "2021-03-01"

    private func campus(_ change: (inout Campus) -> Void = { _ in }) -> Campus {
        var campus = Campus(reporting: [.report])
        campus.watermark(until: "2021-06-10")
        change(&campus)
        return campus
    }

    @Test(arguments: [
        ("2021-02-28T23:59:59.999999+08:00", "not-met"), ("2021-03-01T00:00:00+08:00", "met"),
        ("2021-04-15T23:59:59.999999+08:00", "met"), ("2021-04-16T00:00:00+08:00", "met late"),
        ("2021-06-09T09:00:00+08:00", "met late"),
    ])
    func `S2-9: is due by the end of 15 April, and late whenever after`(started: String, said: String) {
        let campus = self.campus { $0.reported("problem-list", started) }

        #expect(campus.says(.problemList, self.window, asOf: "2021-06-10") == said)
    }

    @Test func `S2-9: is due soon seven days before its end, and not met right after it`() {
        let campus = self.campus { campus in
            campus.watermarks = []
            campus.watermark(until: "2021-04-16", recorded: "2021-04-16")
        }

        #expect(campus.windows(.problemList, asOf: "2021-02-28T23:59") == [])
        #expect(campus.says(.problemList, self.window, asOf: "2021-03-01") == "open")
        #expect(campus.says(.problemList, self.window, asOf: "2021-04-08T23:59:59.999999+08:00") == "open")
        #expect(campus.says(.problemList, self.window, asOf: "2021-04-09") == "due-soon")
        #expect(campus.says(.problemList, self.window, asOf: "2021-04-15T23:59:59.999999+08:00") == "due-soon")
        #expect(campus.says(.problemList, self.window, asOf: "2021-04-16") == "not-met")
        #expect(campus.says(.problemList, self.window, asOf: "2021-04-16", knownAt: "2021-04-15") == "unknown filing")
    }

    @Test func `S2-9: is in doubt where a source is behind or a record was refused, whatever it says`() {
        let behind = self.campus { campus in
            campus.watermarks = []
            campus.watermark(until: "2021-04-15T23:59:59.999999+08:00", recorded: "2021-04-20")
        }
        let refused = self.campus { $0.refused("2021-04-15T23:59", kind: .report) }
        let other = self.campus { $0.refused("2021-04-16T00:00", kind: .report) }

        #expect(behind.says(.problemList, self.window, asOf: "2021-05-05") == "unknown behind:/campus/oa")
        #expect(refused.says(.problemList, self.window, asOf: "2021-06-10") == "unknown dead-letter")
        #expect(other.says(.problemList, self.window, asOf: "2021-06-10") == "not-met")
    }

    @Test func `S2-9: late is met for good, also where a source is behind`() {
        let campus = self.campus { campus in
            campus.watermarks = []
            campus.reported("problem-list", "2021-04-20T09:00", recorded: "2021-04-25")
        }

        #expect(
            campus.says(.problemList, self.window, asOf: "2021-04-20T09:00", knownAt: "2021-05-05")
                == "unknown behind:/campus/oa")
        #expect(campus.says(.problemList, self.window, asOf: "2021-04-20T09:01", knownAt: "2021-05-05") == "met late")
        #expect(
            campus.says(.problemList, self.window, asOf: "2021-05-05", knownAt: "2021-04-24")
                == "unknown behind:/campus/oa")
    }

    @Test func `S2-9: that was sent in time and recorded after it is filed late, not late`() {
        let campus = self.campus {
            $0.reported("problem-list", "2021-04-15T09:00", recorded: "2021-04-16T00:00:00.000001+08:00")
        }

        #expect(campus.says(.problemList, self.window, asOf: "2021-04-20") == "met filed-late")
    }

    @Test func `S2-9: sent late and again in time counts in time`() {
        let campus = self.campus { campus in
            campus.reported("problem-list", "2021-04-20T09:00")
            campus.reported("problem-list", "2021-04-10T09:00")
        }

        #expect(campus.says(.problemList, self.window, asOf: "2021-05-05") == "met")
        #expect(campus.explained(.problemList, asOf: "2021-05-05")?.counted.map(\.occurred) == [at("2021-04-10T09:00")])
    }

    @Test func `S2-9: is no other report`() {
        let campus = self.campus { campus in
            campus.reported("action-summary", "2021-04-10T09:00")
            campus.took(.report, "2021-04-11T09:00")
        }

        #expect(campus.says(.problemList, self.window, asOf: "2021-05-05", knownAt: "2021-06-10") == "not-met")
        #expect(campus.explained(.problemList, asOf: "2021-06-10")?.notCounted == [])
    }

    @Test func `S2-9: that turns out to be another report no longer counts, and is superseded`() {
        let campus = self.campus { campus in
            campus.reported("problem-list", "2021-04-10T09:00", record: 1)
            campus.reported("action-summary", "2021-04-10T09:00", record: 1, recorded: "2021-04-12")
        }

        #expect(campus.says(.problemList, self.window, asOf: "2021-04-11") == "met")
        #expect(campus.says(.problemList, self.window, asOf: "2021-04-12") == "due-soon")
        let reasons = campus.explained(.problemList, asOf: "2021-04-12")?.notCounted.map(\.reason)
        #expect(reasons == [.superseded])
    }

    @Test func `S2-9: is owed by a branch that existed from the first day to the last`() {
        let founded = self.campus { $0.branch(from: "2021-03-02") }
        let ended = self.campus { $0.branch(from: "2020-01-01", through: "2021-04-14") }
        let endedAfter = self.campus { $0.branch(from: "2020-01-01", through: "2021-04-15") }

        #expect(founded.says(.problemList, self.window, asOf: "2021-05-05") == "not-applicable")
        #expect(ended.says(.problemList, self.window, asOf: "2021-04-14") == "due-soon")
        #expect(ended.says(.problemList, self.window, asOf: "2021-04-15") == "not-applicable")
        #expect(endedAfter.says(.problemList, self.window, asOf: "2021-06-10") == "not-met")
    }

    @Test func `changes next when it is due soon and when it ends, and then only by an event`() {
        let campus = self.campus { $0.watermarks = [] }

        #expect(campus.nextChange(.problemList, asOf: "2021-02-01") == at("2021-03-01"))
        #expect(campus.nextChange(.problemList, asOf: "2021-03-01") == at("2021-04-09"))
        #expect(campus.nextChange(.problemList, asOf: "2021-04-09") == at("2021-04-16"))
        #expect(campus.nextChange(.problemList, asOf: "2021-04-16") == nil)
    }

    @Test func `is explained in words`() throws {
        let open = try #require(self.campus().explained(.problemList, asOf: "2021-04-01"))
        let closed = try #require(self.campus().explained(.problemList, asOf: "2021-06-10"))

        #expect(
            open.mend?.text
                == BilingualText(zh: "在2021年4月15日前（含当日）报送问题整改清单。", en: "Send the problem list by 2021-04-15."))
        #expect(closed.missing?.en == "No problem list that counts in 2021-03-01 to 2021-04-15.")
        #expect(closed.mend?.text.en.hasSuffix("it will count as late.") == true)
    }
}

@Suite struct `A summary of the action` {
    @Test(arguments: [
        ("2021-05-31T23:59:59.999999+08:00", "not-met"), ("2021-06-01T00:00:00+08:00", "met"),
        ("2021-07-05T23:59:59.999999+08:00", "met"), ("2021-07-06T00:00:00+08:00", "met late"),
    ])
    func `S2-10: is due from 1 June to 5 July, and late after`(started: String, said: String) {
        var campus = Campus(reporting: [.report])
        campus.reported("action-summary", started)
        campus.watermark(until: "2021-07-06")

        #expect(campus.says(.actionSummary, "2021-06-01", asOf: "2021-07-07") == said)
    }

    @Test func `S2-10: is asked for from June on, and due soon seven days before its end`() {
        let campus = Campus(reporting: [.report])

        #expect(campus.cell(.actionSummary, asOf: "2021-05-31T23:59")?.word == .notApplicable)
        #expect(campus.windows(.actionSummary, asOf: "2021-05-31T23:59") == [])
        #expect(campus.nextChange(.actionSummary, asOf: "2021-05-05") == at("2021-06-01"))
        #expect(campus.says(.actionSummary, "2021-06-01", asOf: "2021-06-28T23:59:59.999999+08:00") == "open")
        #expect(campus.says(.actionSummary, "2021-06-01", asOf: "2021-06-29") == "due-soon")
        #expect(campus.says(.actionSummary, "2021-06-01", asOf: "2021-07-06") == "unknown behind:/campus/oa")
    }
}
