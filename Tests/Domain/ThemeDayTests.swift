import Domain
import Testing

@Suite struct `A theme day` {
    @Test(arguments: [
        ([60, 60, 60], true), ([50, 50, 50], true), ([49, 60, 60], false), ([60, 49, 60], false),
        ([60, 60, 49], false), ([60, 60, nil], false), ([nil, nil, nil], false), ([180, 0, 0], false),
    ])
    func `M5-6: counts with fifty minutes of each part, and not with forty-nine`(minutes: [Int?], counts: Bool) {
        var campus = Campus()
        campus.held("2021-04-09T14:30", minutes)
        campus.watermark(until: "2021-05-01")

        #expect(campus.verdict(asOf: "2021-05-04") == (counts ? .met : .notMet))
    }

    @Test func `M5-6: adds up the minutes of one part`() {
        var campus = Campus()
        var minutes = segments([60, 20, 60])
        minutes.add(30, to: .exchange)
        campus.held("2021-04-09T14:30")
        let version = campus.records[0]
        campus.records = [
            RecordVersion(
                record: version.record, revision: 1, source: version.source, id: version.id, state: .held,
                kind: .themeDay, started: version.started, recorded: version.recorded, accepted: version.accepted,
                detail: ActivityDetail(segments: minutes))
        ]

        #expect(minutes[.exchange] == 50)
        #expect(campus.verdict(asOf: "2021-05-04") == .met)
    }

    @Test func `M5-6: two halves do not make one`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", [60, 60, nil])
        campus.held("2021-04-16T14:30", [nil, nil, 60])
        campus.watermark(until: "2021-05-01")

        #expect(campus.verdict(asOf: "2021-05-04") == .notMet)
    }

    @Test func `L-5: is owed each month, from the month the pack begins in`() {
        var campus = Campus()
        campus.held("2021-02-26T14:30")
        campus.held("2021-03-26T14:30")

        let duties = campus.cell(asOf: "2021-05-05")?.duties

        #expect(duties?.map(\.window.from) == [day("2021-03-01"), day("2021-04-01"), day("2021-05-01")])
        #expect(duties?.map(\.window.through) == [day("2021-03-31"), day("2021-04-30"), day("2021-05-31")])
        #expect(duties?.map(\.due) == [day("2021-03-31"), day("2021-04-30"), day("2021-05-31")])
        #expect(duties?.map(\.verdict) == [.met, .unknown, .open])
    }

    @Test func `L-5: of another kind does not count`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", kind: .membersMeeting)
        campus.watermark(until: "2021-05-01")

        #expect(campus.verdict(asOf: "2021-05-04") == .notMet)
    }

    @Test(arguments: [
        ("2021-03-31T23:59:59.999999+08:00", "2021-03"), ("2021-04-01T00:00:00+08:00", "2021-04"),
        ("2021-04-30T15:59:59Z", "2021-04"), ("2021-04-30T16:00:00Z", "2021-05"),
    ])
    func `L-5: belongs to the month in Shanghai in which it began`(started: String, month: String) {
        var campus = Campus()
        campus.held(started)

        let met = campus.cell(asOf: "2021-05-20")?.duties.filter { $0.verdict == .met }

        #expect(met?.map(\.window.from) == [day(month + "-01")])
    }

    @Test func `counts as of an instant when it began before`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30")

        #expect(campus.verdict(asOf: "2021-04-09T14:30", knownAt: "2021-04-10") == .open)
        #expect(campus.verdict(asOf: "2021-04-09T14:30:00.000001+08:00", knownAt: "2021-04-10") == .met)
    }

    @Test func `is due soon from seven days before the end on`() {
        let campus = Campus()

        #expect(campus.verdict(asOf: "2021-04-23T23:59:59.999999+08:00") == .open)
        #expect(campus.verdict(asOf: "2021-04-24") == .dueSoon)
        #expect(campus.verdict(asOf: "2021-04-30T23:59:59.999999+08:00") == .dueSoon)
        #expect(campus.verdict(asOf: "2021-05-01") == .unknown)
    }

    @Test func `is not due soon once it was held`() {
        var campus = Campus()
        campus.held("2021-04-24T09:00")

        #expect(campus.verdict(asOf: "2021-04-25") == .met)
    }

    @Test func `is never waived, late or excused by itself`() {
        var campus = Campus()
        campus.held("2021-04-30T23:00", recorded: "2021-04-30T23:30")

        let duty = campus.duty(asOf: "2021-05-04")

        #expect(duty?.isLate == false)
        #expect(duty?.isFiledLate == false)
    }
}

@Suite struct `A unit that owes a theme day` {
    @Test func `L-5: owes none in a month it did not exist through`() {
        var campus = Campus()
        campus.branch(from: "2021-04-15")
        campus.watermark(until: "2021-06-01")

        #expect(campus.cell(asOf: "2021-04-14") == nil)
        #expect(campus.verdict("2021-03", asOf: "2021-06-10") == .notApplicable)
        #expect(campus.verdict("2021-04", asOf: "2021-04-20") == .notApplicable)
        #expect(campus.verdict("2021-04", asOf: "2021-06-10") == .notApplicable)
        #expect(campus.verdict("2021-05", asOf: "2021-06-10") == .notMet)
    }

    @Test func `founded on the first of a month owes that month`() {
        var campus = Campus()
        campus.branch(from: "2021-04-01")

        #expect(campus.verdict("2021-03", asOf: "2021-04-20") == .notApplicable)
        #expect(campus.verdict("2021-04", asOf: "2021-04-20") == .open)
    }

    @Test func `owes the running month while its end lies ahead`() {
        var campus = Campus()
        campus.branch(from: "2020-01-01", through: "2021-04-20")

        #expect(campus.verdict(asOf: "2021-04-20") == .open)
        #expect(campus.verdict(asOf: "2021-04-21") == .notApplicable)
        #expect(campus.verdict(asOf: "2021-05-10") == .notApplicable)
    }

    @Test func `that ended with a month still owes it`() {
        var campus = Campus()
        campus.branch(from: "2020-01-01", through: "2021-04-30")
        campus.watermark(until: "2021-05-01")

        #expect(campus.verdict(asOf: "2021-05-10") == .notMet)
        #expect(campus.verdict("2021-05", asOf: "2021-05-10") == .notApplicable)
    }

    @Test func `that paused within a month owes it not, however many rows tell of it`() {
        var campus = Campus()
        campus.branch(from: "2020-01-01", through: "2021-04-10")
        campus.unit("b-0103", .branch, above: "g-02", from: "2021-04-12")

        #expect(campus.verdict(asOf: "2021-05-10") == .notApplicable)

        campus.unit("b-0103", .branch, above: "c", from: "2021-04-11", recorded: "2021-05-12")

        #expect(campus.verdict(asOf: "2021-05-10") == .notApplicable)
        #expect(campus.verdict(asOf: "2021-05-12") == .unknown)
    }

    @Test func `is what its row says on the last day of the month`() {
        var campus = Campus()
        campus.unit("b-0103", .generalBranch, above: "c", from: "2021-04-30")
        campus.unit("b-0103", .branch, above: "c", from: "2021-05-01")

        #expect(campus.verdict("2021-03", asOf: "2021-05-10") == .unknown)
        #expect(campus.verdict("2021-04", asOf: "2021-05-10") == .notApplicable)
        #expect(campus.verdict("2021-05", asOf: "2021-05-10") == .open)
        #expect(campus.cell(asOf: "2021-04-30T12:00") == nil)
    }

    @Test func `is read from the newest row of a day, and at a tie from the one that took effect last`() {
        var campus = Campus()
        campus.unit("b-0103", .group, above: "g-02", from: "2020-01-01", recorded: "2021-04-10")
        campus.unit("b-0103", .branch, above: "g-02", from: "2020-01-01", recorded: "2021-04-20")
        campus.unit("b-0103", .generalBranch, above: "g-02", from: "2020-01-01", recorded: "2021-04-20")

        #expect(campus.cell(asOf: "2021-04-25", knownAt: "2021-04-09") != nil)
        #expect(campus.cell(asOf: "2021-04-25", knownAt: "2021-04-10") == nil)
        #expect(campus.cell(asOf: "2021-04-25", knownAt: "2021-04-20") == nil)
        campus.units.removeLast()
        #expect(campus.cell(asOf: "2021-04-25", knownAt: "2021-04-20") != nil)
    }

    @Test func `of another kind has no such cell`() {
        var campus = Campus()
        campus.branch(from: "2020-01-01", kind: .group)

        #expect(campus.cell(asOf: "2021-04-25") == nil)
        #expect(campus.cell(.branchSize, asOf: "2021-04-25") == nil)
    }

    @Test func `is not yet known before its row was recorded, and does not hold before its day`() {
        var campus = Campus()
        campus.units.removeAll { $0.code == "b-0103" }
        campus.unit("b-0103", .branch, above: "g-02", from: "2021-04-01", recorded: "2021-03-20")

        #expect(campus.cell(asOf: "2021-03-25", knownAt: "2021-05-01") == nil)
        #expect(campus.cell(asOf: "2021-04-01", knownAt: "2021-03-19") == nil)
        #expect(campus.cell(asOf: "2021-04-01", knownAt: "2021-03-20") != nil)
    }

    @Test func `stands in a tree that is known by its path`() {
        var campus = Campus()
        campus.unit("b-0103", .branch, above: "c", from: "2021-05-01")

        #expect(campus.facts.path(asOf: at("2021-04-30"), knownAt: at("2021-05-01")) == "/c/g-02/b-0103")
        #expect(campus.facts.path(asOf: at("2021-05-01"), knownAt: at("2021-05-01")) == "/c/b-0103")
        #expect(campus.facts.exists(asOf: at("2021-05-01"), knownAt: at("2021-05-01")))
        #expect(!campus.facts.exists(asOf: at("2019-05-01"), knownAt: at("2021-05-01")))
    }

    @Test func `in a ring, which the register refuses, still has a path`() {
        var campus = Campus()
        campus.unit("c", .committee, above: "b-0103", from: "2021-01-01")

        #expect(campus.facts.path(asOf: at("2021-04-30"), knownAt: at("2021-04-30")).count > 64)
    }
}
