import Domain
import Testing

@Suite struct `The size of a branch` {
    @Test(arguments: [(50, 0, Verdict.met), (45, 5, .met), (0, 0, .met), (51, 0, .notMet), (45, 6, .notMet)])
    func `4-2: is at most fifty, probationary members included`(formal: Int, probationary: Int, verdict: Verdict) {
        var campus = Campus()
        campus.members(formal, probationary, from: "2021-03-01")

        let cell = campus.cell(.branchSize, asOf: "2021-05-05")

        #expect(cell?.word == verdict)
        #expect(cell?.reason == nil)
        #expect(cell?.duties == [])
    }

    @Test func `4-2: is unknown while no count is known`() {
        var campus = Campus()
        campus.members(20, 2, from: "2021-05-01", recorded: "2021-05-03")

        #expect(campus.cell(.branchSize, asOf: "2021-04-30")?.word == .unknown)
        #expect(campus.cell(.branchSize, asOf: "2021-04-30", knownAt: "2021-05-05")?.reason?.description == "no-count")
        #expect(campus.cell(.branchSize, asOf: "2021-05-01", knownAt: "2021-05-02")?.word == .unknown)
        #expect(campus.cell(.branchSize, asOf: "2021-05-01", knownAt: "2021-05-03")?.word == .met)
    }

    @Test func `4-2: is the count of the latest day, in its newest version`() {
        var campus = Campus()
        campus.members(60, 0, from: "2021-03-01")
        campus.members(40, 0, from: "2021-04-01")
        campus.members(55, 0, from: "2021-03-01", recorded: "2021-05-01")
        campus.members(52, 0, from: "2021-04-01", recorded: "2021-05-02")
        campus.members(30, 0, from: "2021-04-01", recorded: "2021-05-02")

        #expect(campus.cell(.branchSize, asOf: "2021-03-31T23:59")?.word == .notMet)
        #expect(campus.cell(.branchSize, asOf: "2021-04-01")?.word == .met)
        #expect(campus.cell(.branchSize, asOf: "2021-05-03")?.word == .met)
        campus.counts.removeLast()
        #expect(campus.cell(.branchSize, asOf: "2021-05-03")?.word == .notMet)
    }

    @Test func `is asked of no unit that has ended`() {
        var campus = Campus()
        campus.branch(from: "2020-01-01", through: "2021-04-30")
        campus.members(60, 0, from: "2021-03-01")

        #expect(campus.cell(.branchSize, asOf: "2021-04-30T23:59")?.word == .notMet)
        #expect(campus.cell(.branchSize, asOf: "2021-05-01")?.word == .notApplicable)
    }
}
