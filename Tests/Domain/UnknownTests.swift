import Domain
import Testing

@Suite struct `A window that closed without a theme day` {
    @Test func `is unknown while offices still record`() {
        var campus = Campus()
        campus.watermark(until: "2021-05-01")

        #expect(campus.reason(asOf: "2021-05-01") == "filing")
        #expect(campus.reason(asOf: "2021-05-03T23:59:59.999999+08:00") == "filing")
        #expect(campus.verdict(asOf: "2021-05-04") == .notMet)
        #expect(campus.reason(asOf: "2021-06-01", knownAt: "2021-04-10") == "filing")
        #expect(campus.verdict(asOf: "2021-05-01", knownAt: "2021-05-04") == .notMet)
    }

    @Test func `is unknown until the source has spoken of all of it`() {
        var campus = Campus()
        #expect(campus.reason(asOf: "2021-05-04") == "behind:/campus/oa")

        campus.watermark(until: "2021-04-30T23:59:59.999999+08:00", recorded: "2021-05-05")
        #expect(campus.reason(asOf: "2021-05-06") == "behind:/campus/oa")

        campus.watermark(until: "2021-05-01", recorded: "2021-05-07")
        #expect(campus.reason(asOf: "2021-05-06T23:59") == "behind:/campus/oa")
        #expect(campus.verdict(asOf: "2021-05-07") == .notMet)
    }

    @Test func `is unknown again when a source takes its word back`() {
        var campus = Campus()
        campus.watermark(until: "2021-05-02", recorded: "2021-05-02")
        campus.watermark(until: "2021-04-20", recorded: "2021-05-08")

        #expect(campus.verdict(asOf: "2021-05-07") == .notMet)
        #expect(campus.reason(asOf: "2021-05-08") == "behind:/campus/oa")
    }

    @Test func `believes the watermark that took effect last where two were recorded at once`() {
        var campus = Campus()
        campus.watermark(until: "2021-04-20", recorded: "2021-05-02")
        campus.watermark(until: "2021-05-02", recorded: "2021-05-02")
        #expect(campus.verdict(asOf: "2021-05-07") == .notMet)

        campus.watermark(until: "2021-04-20", recorded: "2021-05-02")
        #expect(campus.reason(asOf: "2021-05-07") == "behind:/campus/oa")
    }

    @Test func `believes a watermark only for the subtree and the kinds it speaks of`() {
        var campus = Campus()
        campus.watermark(until: "2021-05-02", unit: "g-99")
        campus.watermark(until: "2021-05-02", kinds: [.membersMeeting])
        #expect(campus.reason(asOf: "2021-05-07") == "behind:/campus/oa")

        campus.watermark(until: "2021-05-02", unit: "g-02", kinds: [.themeDay])
        #expect(campus.verdict(asOf: "2021-05-07") == .notMet)

        campus.watermark(until: "2021-04-02", unit: "b-0103", recorded: "2021-05-03")
        #expect(campus.reason(asOf: "2021-05-07") == "behind:/campus/oa")
    }

    @Test func `names the first source by name of several that are behind`() {
        var campus = Campus()
        campus.reports("/campus/zhi", for: "b-0103")
        campus.reports("/campus/app", for: "g-02")
        #expect(campus.reason(asOf: "2021-05-07") == "behind:/campus/app")

        campus.watermark(until: "2021-05-02", from: "/campus/app")
        campus.watermark(until: "2021-05-02")
        #expect(campus.reason(asOf: "2021-05-07") == "behind:/campus/zhi")
    }

    @Test func `is unknown where nobody reports it`() {
        var campus = Campus()
        campus.duties = []
        campus.watermark(until: "2021-05-02")
        #expect(campus.reason(asOf: "2021-05-07") == "no-source")

        campus.reports(Campus.oa, kinds: [.membersMeeting])
        campus.reports(Campus.oa, for: "g-99")
        #expect(campus.reason(asOf: "2021-05-07") == "no-source")
    }

    @Test func `asks on its last day who reports`() {
        var campus = Campus()
        campus.duties = []
        campus.reports(Campus.oa, from: "2021-04-30", through: "2021-05-30")
        campus.watermark(until: "2021-06-10")

        #expect(campus.reason("2021-03", asOf: "2021-06-10") == "no-source")
        #expect(campus.verdict("2021-04", asOf: "2021-06-10") == .notMet)
        #expect(campus.reason("2021-05", asOf: "2021-06-10") == "no-source")
    }

    @Test func `believes the newest row of a source and subtree`() {
        var campus = Campus()
        campus.watermark(until: "2021-06-10")
        campus.reports(Campus.oa, kinds: [.membersMeeting], recorded: "2021-05-20")
        #expect(campus.verdict(asOf: "2021-05-19") == .unknown)
        #expect(campus.reason(asOf: "2021-06-10", knownAt: "2021-06-10") == "no-source")

        campus.reports(Campus.oa, kinds: [.themeDay], recorded: "2021-05-20")
        #expect(campus.verdict(asOf: "2021-06-10") == .notMet)
    }

    @Test func `holds to the older row of a source until the newer one's day`() {
        var campus = Campus()
        campus.watermark(until: "2021-05-02")
        campus.reports(Campus.oa, kinds: [.membersMeeting], from: "2021-05-20", recorded: "2021-05-10")

        #expect(campus.verdict(asOf: "2021-05-19") == .notMet)
        #expect(campus.reason(asOf: "2021-05-20") == "no-source")
    }

    @Test func `asks on its last day under whom the unit stood`() {
        var campus = Campus()
        campus.duties = []
        campus.unit("g-07", .generalBranch, above: "c", from: "2020-01-01")
        campus.reports("/seven", for: "g-07")
        campus.unit("b-0103", .branch, above: "g-07", from: "2021-04-30")
        campus.unit("b-0103", .branch, above: "g-02", from: "2021-05-01")
        campus.watermark(until: "2021-06-01", from: "/seven", unit: "g-07")

        #expect(campus.reason("2021-03", asOf: "2021-06-10") == "no-source")
        #expect(campus.verdict("2021-04", asOf: "2021-06-10") == .notMet)
        #expect(campus.reason("2021-05", asOf: "2021-06-10") == "no-source")
    }

    @Test(arguments: [
        ("schema", true), ("too-large", true), ("undecodable", true), ("conflicting-duplicate", true),
        ("unknown-target", true), ("internal", true), ("source-not-allowed", false), ("privacy", false),
        ("future", false),
    ])
    func `is unknown where a refused record may be it`(code: String, mayBeIt: Bool) {
        var campus = Campus()
        campus.watermark(until: "2021-05-01")
        campus.refused("2021-04-09T14:30", code: code)

        #expect(campus.verdict(asOf: "2021-05-07") == (mayBeIt ? .unknown : .notMet))
        #expect(campus.reason(asOf: "2021-05-07") == (mayBeIt ? "dead-letter" : nil))
    }

    @Test func `ignores a refused record of another time or kind, or that is not known yet or no longer there`() {
        var campus = Campus()
        campus.watermark(until: "2021-05-01")
        campus.refused("2021-03-31T23:59:59.999999+08:00")
        campus.refused("2021-05-01")
        campus.refused("2021-04-09", kind: .membersMeeting)
        campus.refused("2021-04-09", recorded: "2021-05-20")
        campus.refused("2021-04-09", ended: "2021-05-06")

        #expect(campus.reason(asOf: "2021-05-05T23:59") == "dead-letter")
        #expect(campus.verdict(asOf: "2021-05-06") == .notMet)
        #expect(campus.verdict(asOf: "2021-05-19") == .notMet)
        #expect(campus.reason(asOf: "2021-05-20") == "dead-letter")
    }

    @Test func `is never red by a refused record where one counts`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30")
        campus.refused("2021-04-09T14:30")

        #expect(campus.verdict(asOf: "2021-05-07") == .met)
    }

    @Test func `is unknown where the parts were not sent, but not where none were there`() {
        var campus = Campus()
        campus.watermark(until: "2021-05-01")
        campus.held("2021-04-09T14:30", [nil, nil, nil])
        #expect(campus.verdict(asOf: "2021-05-07") == .notMet)

        campus.held("2021-04-10T14:30", nil)
        #expect(campus.reason(asOf: "2021-05-07") == "detail-missing")
    }

    @Test func `gives its reasons in their order`() {
        var campus = Campus()
        campus.held("2021-04-10T14:30", nil)
        campus.refused("2021-04-09T14:30")
        #expect(campus.reason(asOf: "2021-05-03") == "filing")
        #expect(campus.reason(asOf: "2021-05-04") == "behind:/campus/oa")

        campus.watermark(until: "2021-05-01")
        #expect(campus.reason(asOf: "2021-05-04") == "dead-letter")

        campus.deadLetters = []
        #expect(campus.reason(asOf: "2021-05-04") == "detail-missing")

        campus.duties = []
        #expect(campus.reason(asOf: "2021-05-04") == "no-source")
    }
}
