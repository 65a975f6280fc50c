import Domain
import Testing

@Suite struct `The word of a cell` {
    @Test func `is the last closed window's where that is not met or unknown`() {
        var campus = Campus()
        campus.held("2021-05-03T09:00")
        #expect(campus.cell(asOf: "2021-05-05")?.word == .unknown)

        campus.watermark(until: "2021-05-01")
        #expect(campus.cell(asOf: "2021-05-05")?.word == .notMet)
    }

    @Test func `is the running window's where the last closed one is in order`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30")
        campus.watermark(until: "2021-05-01")

        #expect(campus.cell(asOf: "2021-05-05")?.word == .open)
        #expect(campus.cell(asOf: "2021-05-25")?.word == .dueSoon)
        campus.held("2021-05-07T14:30")
        #expect(campus.cell(asOf: "2021-05-25")?.word == .met)
    }

    @Test func `does not go back beyond the last closed window`() {
        var campus = Campus()
        campus.held("2021-04-09T14:30")
        campus.watermark(until: "2021-05-01")

        let cell = campus.cell(asOf: "2021-05-05")

        #expect(cell?.duties.first?.verdict == .notMet)
        #expect(cell?.word == .open)
    }

    @Test func `is not applicable before the first window begins`() {
        let cell = Campus().cell(asOf: "2021-02-28T23:59")

        #expect(cell?.word == .notApplicable)
        #expect(cell?.duties == [])
        #expect(Campus().nextChange(asOf: "2021-02-28T23:59") == at("2021-03-01"))
    }
}

@Suite struct `The next change of a cell` {
    @Test func `is when the running window is due soon, then when it ends`() {
        let campus = Campus()

        #expect(campus.nextChange(asOf: "2021-03-01") == at("2021-03-25"))
        #expect(campus.nextChange(asOf: "2021-03-24T23:59:59.999999+08:00") == at("2021-03-25"))
        #expect(campus.nextChange(asOf: "2021-03-25") == at("2021-04-01"))
    }

    @Test func `is when the time of filing ends`() {
        #expect(Campus().nextChange(asOf: "2021-04-01") == at("2021-04-04"))
        #expect(Campus().nextChange(asOf: "2021-04-04") == at("2021-04-24"))
    }

    @Test func `of one that is met is the end of its window`() {
        var campus = Campus()
        campus.held("2021-03-03T09:00")

        #expect(campus.nextChange(asOf: "2021-03-05") == at("2021-04-01"))
    }

    @Test func `is when a fact that lies ahead takes effect`() {
        var campus = Campus()
        campus.members(20, 0, from: "2021-03-01")
        #expect(campus.nextChange(.branchSize, asOf: "2021-03-05") == nil)

        campus.members(60, 0, from: "2021-04-01")
        #expect(campus.nextChange(.branchSize, asOf: "2021-03-05") == at("2021-04-01"))

        campus.branch(from: "2020-01-01", through: "2021-03-15")
        #expect(campus.nextChange(.branchSize, asOf: "2021-03-05") == at("2021-03-16"))

        campus.held("2021-03-05T00:08", recorded: "2021-03-05")
        #expect(campus.nextChange(asOf: "2021-03-05") == at("2021-03-05T00:08").next)
    }

    @Test func `is not told of the past`() {
        #expect(Campus().nextChange(asOf: "2021-03-01", knownAt: "2021-03-02") == nil)
        #expect(Campus().nextChange(.branchSize, asOf: "2021-03-01", knownAt: "2021-03-02") == nil)
    }

    @Test func `is known of a unit that has no cell yet`() {
        var campus = Campus()
        campus.branch(from: "2021-06-01")

        #expect(campus.cell(asOf: "2021-05-01") == nil)
        #expect(campus.facts.nextEffect(after: at("2021-05-01")) == at("2021-06-01"))
        #expect(campus.facts.nextEffect(after: at("2021-06-01")) == nil)
    }
}

@Suite struct `An alert` {
    @Test(arguments: [
        (Verdict.dueSoon, AlertDecision.raise(.reminder)), (.notMet, .raise(.breach)), (.met, .resolve),
        (.waived, .resolve), (.notApplicable, .resolve), (.open, .resolve), (.unknown, .leave),
    ])
    func `follows the verdict of its duty`(verdict: Verdict, decision: AlertDecision) {
        let window = Frequency.month.window(containing: day("2021-04-01"))

        #expect(
            AlertDecision(verdict: verdict, severity: .breach, window: window, goLive: day("2021-04-30")) == decision)
        #expect(AlertDecision(verdict: verdict, severity: .breach, window: nil, goLive: day("2021-05-30")) == decision)
    }

    @Test func `weighs as its requirement says`() {
        #expect(
            AlertDecision(verdict: .notMet, severity: .warning, window: nil, goLive: day("2021-05-30"))
                == .raise(.warning))
    }

    @Test func `is not raised for a window that closed before alerts began`() {
        let window = Frequency.month.window(containing: day("2021-04-01"))

        for verdict in [Verdict.notMet, .dueSoon] {
            #expect(
                AlertDecision(verdict: verdict, severity: .breach, window: window, goLive: day("2021-05-01")) == .leave)
        }
        #expect(
            AlertDecision(verdict: .met, severity: .breach, window: window, goLive: day("2021-05-01")) == .resolve)
    }
}
