import Domain
import Testing

@Suite struct `A waiver` {
    private func campus(from: String = "2021-04-01", through: String = "2021-04-30", revoked: String? = nil) -> Campus {
        var campus = Campus()
        campus.waived(.themeDay, from: from, through: through, recorded: "2021-04-05T09:00", revoked: revoked)
        return campus
    }

    @Test func `covers what is open, due soon, not met or unknown`() {
        var campus = self.campus()

        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-04-10") == "waived")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-04-28") == "waived")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-02") == "waived")
        campus.watermark(until: "2021-05-01")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-10") == "waived")
        #expect(campus.says(.themeDay, "2021-03-01", asOf: "2021-05-10") == "not-met")
        #expect(campus.says(.themeDay, "2021-05-01", asOf: "2021-05-10") == "open")
    }

    @Test func `leaves what is met and what is not applicable as it is`() {
        var campus = self.campus()
        campus.held("2021-04-09T14:30", recorded: "2021-05-05")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-04") == "waived")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-05") == "met filed-late")

        campus.records = []
        campus.branch(from: "2021-04-02")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-05") == "not-applicable")
    }

    @Test func `covers the running window on its own days, and a closed one by the last day`() {
        let early = self.campus(through: "2021-04-29")
        let late = self.campus(from: "2021-04-30", through: "2021-05-01")

        #expect(early.says(.themeDay, "2021-04-01", asOf: "2021-04-29T23:59") == "waived")
        #expect(early.says(.themeDay, "2021-04-01", asOf: "2021-04-30") == "due-soon")
        #expect(early.says(.themeDay, "2021-04-01", asOf: "2021-05-02") == "unknown filing")
        #expect(late.says(.themeDay, "2021-04-01", asOf: "2021-04-29T23:59") == "due-soon")
        #expect(late.says(.themeDay, "2021-04-01", asOf: "2021-05-02") == "waived")
        #expect(late.says(.themeDay, "2021-05-01", asOf: "2021-05-01") == "waived")
        #expect(late.says(.themeDay, "2021-05-01", asOf: "2021-05-02") == "open")
    }

    @Test func `is known from its acceptance on`() {
        let campus = self.campus()

        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-04-10", knownAt: "2021-04-05T08:59") == "open")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-04-10", knownAt: "2021-04-05T09:00") == "waived")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-04-04", knownAt: "2021-04-05T09:00") == "waived")
    }

    @Test func `that was revoked holds on the days before, once that is known`() {
        let campus = self.campus(through: "2021-05-31", revoked: "2021-05-01T10:00")

        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-10") == "waived")
        #expect(campus.says(.themeDay, "2021-05-01", asOf: "2021-05-10") == "open")
        #expect(campus.says(.themeDay, "2021-05-01", asOf: "2021-05-10", knownAt: "2021-05-01T09:59") == "waived")
        #expect(campus.says(.themeDay, "2021-05-01", asOf: "2021-05-01", knownAt: "2021-05-01T10:00") == "open")
        #expect(self.campus(revoked: "2021-04-30T23:59").says(.themeDay, "2021-04-01", asOf: "2021-05-10") != "waived")
    }

    @Test func `that was given in error holds on none of its days once that is known`() {
        var campus = Campus()
        campus.waived(
            .themeDay, from: "2021-04-01", through: "2021-05-31", recorded: "2021-04-05", revoked: "2021-05-05T10:00",
            revokedFrom: "2021-04-01")
        campus.watermark(until: "2021-05-01")

        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-10", knownAt: "2021-05-05T09:59") == "waived")
        #expect(campus.says(.themeDay, "2021-04-01", asOf: "2021-05-10", knownAt: "2021-05-05T10:00") != "waived")
        #expect(campus.says(.themeDay, "2021-05-01", asOf: "2021-05-03", knownAt: "2021-05-05T10:00") == "open")
    }

    @Test func `covers one requirement, and that of one unit`() {
        var campus = self.campus()
        campus.members(60, 0, from: "2021-01-01")
        #expect(campus.says(.branchSize, asOf: "2021-04-10") == "not-met warning")

        campus.waived(.branchSize, from: "2021-04-06", through: "2021-04-20")
        #expect(campus.says(.branchSize, asOf: "2021-04-05T23:59") == "not-met warning")
        #expect(campus.says(.branchSize, asOf: "2021-04-06") == "waived")
        #expect(campus.says(.branchSize, asOf: "2021-04-20T23:59") == "waived")
        #expect(campus.says(.branchSize, asOf: "2021-04-21") == "not-met warning")
    }

    @Test func `of a limit covers what is unknown, and nothing that is met or not applicable`() {
        var campus = Campus()
        for limit in [Requirement.branchSize, .committeeSize] {
            campus.waived(limit, from: "2021-04-01", through: "2021-04-30")
            #expect(campus.says(limit, asOf: "2021-04-10") == "waived")
        }
        campus.members(6, 0, from: "2021-01-01")

        #expect(campus.says(.branchSize, asOf: "2021-04-10") == "met")
        #expect(campus.says(.committeeSize, asOf: "2021-04-10") == "not-applicable")
    }

    @Test func `covers a term, a reminder and a report as anything else`() {
        var campus = Campus(reporting: [.termReminder, .report])
        campus.elected("2018-05-05", years: 3)
        campus.elected("2018-12-15", years: 3)
        for requirement in [Requirement.committeeTerm, .termReminder, .problemList] {
            campus.waived(requirement, from: "2021-04-01", through: "2021-12-31")
        }

        #expect(campus.says(.committeeTerm, "2018-12-15", asOf: "2022-01-05") == "waived")
        #expect(campus.says(.committeeTerm, "2018-05-05", asOf: "2022-01-05") == "met")
        #expect(campus.says(.termReminder, "2021-03-15", asOf: "2022-01-05") == "waived")
        #expect(campus.says(.problemList, "2021-03-01", asOf: "2022-01-05") == "waived")
    }

    @Test func `gives the cell its word as any verdict does`() {
        var campus = self.campus()
        campus.held("2021-03-10T14:30")
        campus.watermark(until: "2021-05-01")

        #expect(campus.cell(asOf: "2021-04-20")?.word == .waived)
        #expect(campus.cell(asOf: "2021-05-20")?.word == .open)
        campus.waived(.themeDay, from: "2021-05-20", through: "2021-06-10")
        #expect(campus.cell(asOf: "2021-05-20")?.word == .waived)
        campus.records = []
        #expect(campus.cell(asOf: "2021-04-20", knownAt: "2021-05-01")?.word == .notMet)
    }

    @Test func `is shown where it decides, and nowhere else`() throws {
        var campus = self.campus()
        let waived = try #require(campus.explained(month: "2021-04", asOf: "2021-04-20"))
        campus.held("2021-04-09T14:30")
        let met = try #require(campus.explained(month: "2021-04", asOf: "2021-04-20"))

        #expect(waived.waiver?.basis == "a decision")
        #expect(waived.waiver?.signer == "p-1")
        #expect(waived.missing == nil && waived.mend == nil)
        #expect(met.waiver == nil)
    }

    @Test func `of several is the one that was accepted last`() {
        var campus = self.campus()
        campus.waived(.themeDay, from: "2021-04-10", through: "2021-04-20", recorded: "2021-04-12")

        #expect(campus.explained(month: "2021-04", asOf: "2021-04-15")?.waiver?.id == campus.waivers.last?.id)
        #expect(campus.explained(month: "2021-04", asOf: "2021-04-21")?.waiver?.id == campus.waivers.first?.id)
    }

    @Test func `changes a cell when it becomes known, begins, ends and is revoked`() {
        var campus = self.campus(from: "2021-04-10", through: "2021-04-12")
        campus.held("2021-03-10T14:30")

        #expect(campus.nextChange(asOf: "2021-04-04") == at("2021-04-05T09:00"))
        #expect(campus.nextChange(asOf: "2021-04-06") == at("2021-04-10"))
        #expect(campus.nextChange(asOf: "2021-04-10") == at("2021-04-13"))
        campus.waivers = []
        campus.waived(.themeDay, from: "2021-04-01", through: "2021-04-30", revoked: "2021-04-11T10:00")
        #expect(campus.nextChange(asOf: "2021-04-10") == at("2021-04-11T10:00"))
    }
}
