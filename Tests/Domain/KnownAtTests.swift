import Domain
import Testing

@Suite struct `A record of a theme day` {
    @Test func `is known from its recorded time on, and filed late where that lies after the month`() {
        var campus = Campus()
        campus.held("2021-04-30T14:30", recorded: "2021-05-05T09:00")
        campus.watermark(until: "2021-05-01")

        #expect(campus.verdict(asOf: "2021-05-06", knownAt: "2021-05-04") == .notMet)
        #expect(campus.verdict(asOf: "2021-05-06", knownAt: "2021-05-05T08:59:59.999999+08:00") == .notMet)
        let duty = campus.duty(asOf: "2021-05-06", knownAt: "2021-05-05T09:00")
        #expect(duty?.verdict == .met)
        #expect(duty?.isFiledLate == true)
        #expect(duty?.isLate == false)
    }

    @Test func `is filed in time up to the first instant after the month`() {
        var campus = Campus()
        campus.held("2021-04-30T14:30", recorded: "2021-05-01")
        #expect(campus.duty(asOf: "2021-05-06")?.isFiledLate == false)

        campus.records = []
        campus.held("2021-04-30T14:30", recorded: "2021-05-01T00:00:00.000001+08:00")
        #expect(campus.duty(asOf: "2021-05-06")?.isFiledLate == true)
    }

    @Test func `is filed late also while the month runs as of the day that is asked about`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", recorded: "2021-05-05")

        #expect(campus.duty(asOf: "2021-04-20", knownAt: "2021-05-06")?.isFiledLate == true)
        #expect(campus.duty(asOf: "2021-04-20", knownAt: "2021-05-04")?.verdict == .open)
    }

    @Test func `is not filed late where another had been known in time`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30")
        campus.held("2021-04-16T14:30", recorded: "2021-05-05")

        #expect(campus.duty(asOf: "2021-05-06")?.isFiledLate == false)
    }

    @Test func `is filed late where only a late correction made it count`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1, [60, 60, 20])
        campus.held("2021-04-09T14:30", record: 1, [60, 60, 60], recorded: "2021-05-05")

        #expect(campus.duty(asOf: "2021-05-06")?.verdict == .met)
        #expect(campus.duty(asOf: "2021-05-06")?.isFiledLate == true)
    }

    @Test func `counts as its newest version`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1)
        campus.held("2021-04-09T14:30", record: 1, [60, 60, nil], recorded: "2021-05-05")
        campus.watermark(until: "2021-05-01")

        #expect(campus.verdict(asOf: "2021-05-04") == .met)
        #expect(campus.verdict(asOf: "2021-05-06") == .notMet)
        #expect(campus.verdict(asOf: "2021-05-06", knownAt: "2021-05-04") == .met)
    }

    @Test func `counts as the version that took effect last where two were recorded at once`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1, [60, 60, nil])
        campus.held("2021-04-09T14:30", record: 1, [60, 60, 60], recorded: "2021-04-10")
        campus.held("2021-04-09T14:30", record: 1, [60, 60, nil], recorded: "2021-04-10")
        #expect(campus.verdict(asOf: "2021-04-20") == .open)

        campus.records.removeLast()
        #expect(campus.verdict(asOf: "2021-04-20") == .met)
    }

    @Test func `counts by a correction even where what it corrects is not known yet`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1, [60, 60, nil], recorded: "2021-04-20")
        campus.held("2021-04-09T14:30", record: 1, [60, 60, 60], recorded: "2021-04-12")

        #expect(campus.verdict(asOf: "2021-04-22", knownAt: "2021-04-15") == .met)
        #expect(campus.verdict(asOf: "2021-04-22", knownAt: "2021-04-20") == .open)
    }

    @Test func `moves to the month that its newest version names`() {
        var campus = Campus()
        campus.held("2021-04-30T23:00", record: 1)
        campus.held("2021-05-01T01:00", record: 1, recorded: "2021-05-03")

        #expect(campus.verdict("2021-04", asOf: "2021-05-02") == .met)
        #expect(campus.verdict("2021-04", asOf: "2021-05-03") == .unknown)
        #expect(campus.verdict("2021-05", asOf: "2021-05-03") == .met)
    }

    @Test func `moves away with a version that stands elsewhere`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1)
        campus.held("2021-04-09T14:30", record: 1, recorded: "2021-04-20", state: .elsewhere)

        #expect(campus.verdict(asOf: "2021-04-19") == .met)
        #expect(campus.verdict(asOf: "2021-04-20") == .open)
    }

    @Test func `ends with a retraction that is known, whenever it was written`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1)
        campus.held("2021-04-09T14:30", record: 1, nil, recorded: "2021-05-06", state: .retracted)
        campus.watermark(until: "2021-05-01")

        #expect(campus.verdict(asOf: "2021-04-10", knownAt: "2021-05-05") == .met)
        #expect(campus.verdict(asOf: "2021-04-10", knownAt: "2021-05-06") == .open)
        #expect(campus.verdict(asOf: "2021-05-05") == .met)
        #expect(campus.verdict(asOf: "2021-05-06") == .notMet)
    }

    @Test func `stays ended by its retraction, also for corrections that come later`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1)
        campus.held("2021-04-09T14:30", record: 1, nil, recorded: "2021-04-12", state: .retracted)
        campus.held("2021-04-09T14:30", record: 1, recorded: "2021-04-15")

        #expect(campus.verdict(asOf: "2021-04-11") == .met)
        #expect(campus.verdict(asOf: "2021-04-20") == .open)
    }

    @Test func `is not there as of a time before its newest version begins`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30", record: 1)
        campus.held("2021-04-12T14:30", record: 1, recorded: "2021-04-13")

        #expect(campus.verdict(asOf: "2021-04-10", knownAt: "2021-04-10") == .met)
        #expect(campus.verdict(asOf: "2021-04-10", knownAt: "2021-04-13") == .open)
    }
}
