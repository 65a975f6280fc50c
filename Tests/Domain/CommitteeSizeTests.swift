import Domain
import Testing

@Suite struct `The committee of a branch` {
    private func campus(formal: Int, probationary: Int = 0, committee: Int?) -> Campus {
        var campus = Campus()
        campus.members(formal, probationary, from: "2021-01-01")
        if let committee { campus.elected("2020-05-05", members: committee) }
        return campus
    }

    @Test(
        arguments: [
            (2, "not-met warning"), (3, "met"), (5, "met"), (6, "met"), (7, "met"), (8, "not-met warning"),
            (nil, "not-met breach"),
        ] as [(Int?, String)])
    func `4-3, O-7: has three to seven members, and must be there`(members: Int?, said: String) {
        #expect(self.campus(formal: 7, committee: members).says(.committeeSize, asOf: "2021-05-05") == said)
    }

    @Test(arguments: [
        (7, 0, "not-met breach"), (6, 0, "not-applicable"), (6, 20, "not-applicable"), (8, 0, "not-met breach"),
    ])
    func `O-7: is owed from seven formal members on, probationary ones not counted`(
        formal: Int, probationary: Int, said: String
    ) {
        let campus = self.campus(formal: formal, probationary: probationary, committee: nil)

        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == said)
    }

    @Test func `O-7: is not asked of a temporary branch, counted or not`() {
        var campus = self.campus(formal: 20, committee: nil)
        campus.branch(from: "2020-01-01", category: .temporary)
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "not-applicable")

        campus.counts = []
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "not-applicable")
        campus.branch(from: "2020-01-01", category: .joint)
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "unknown no-count")
    }

    @Test func `O-7: is unknown while no count is known, whether there is one or not`() {
        var campus = Campus()
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "unknown no-count")

        campus.elected("2020-05-05")
        campus.members(20, 0, from: "2021-05-06")
        #expect(campus.says(.committeeSize, asOf: "2021-05-05T23:59", knownAt: "2021-05-10") == "unknown no-count")
        #expect(campus.says(.committeeSize, asOf: "2021-05-06") == "met")
        #expect(campus.nextChange(.committeeSize, asOf: "2021-05-05") == at("2021-05-06"))
    }

    @Test func `4-3: is as large as the last row says, whether somebody was elected or came and went`() {
        var campus = self.campus(formal: 20, committee: 5)
        campus.elected("2021-04-10", years: nil, members: 2)
        campus.elected("2021-05-10", years: 3, members: 3)

        #expect(campus.says(.committeeSize, asOf: "2021-04-09") == "met")
        #expect(campus.says(.committeeSize, asOf: "2021-04-10") == "not-met warning")
        #expect(campus.says(.committeeSize, asOf: "2021-05-09T23:59") == "not-met warning")
        #expect(campus.says(.committeeSize, asOf: "2021-05-10") == "met")
    }

    @Test func `4-3: is none while nobody was elected, and stays in office when its term has expired`() {
        var campus = self.campus(formal: 20, committee: nil)
        campus.elected("2010-01-01", years: nil)
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "not-met breach")

        campus.elected("2011-01-01", years: 1)
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "met")
    }

    @Test func `4-3: is that of the newest row of a day that was known`() {
        var campus = self.campus(formal: 20, committee: 5)
        campus.elected("2020-05-05", members: 9, recorded: "2021-05-01")
        campus.elected("2020-05-05", members: 8, recorded: "2021-05-01")

        #expect(campus.says(.committeeSize, asOf: "2021-05-05", knownAt: "2021-04-30T23:59") == "met")
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "not-met warning")
        #expect(campus.explained(.committeeSize, asOf: "2021-05-05")?.committee?.members == 8)
    }

    @Test(
        arguments: [
            (5, nil), (6, "6 sit on it; generally 3 to 5."), (7, "7 sit on it; generally 3 to 5."),
        ] as [(Int, String?)])
    func `4-3: above five is explained by what is usual`(members: Int, note: String?) {
        let campus = self.campus(formal: 20, committee: members)

        #expect(campus.explained(.committeeSize, asOf: "2021-05-05")?.note?.en == note)
    }

    @Test func `4-3: that is missing or too large is said to be so`() {
        let missing = self.campus(formal: 20, committee: nil).explained(.committeeSize, asOf: "2021-05-05")
        let large = self.campus(formal: 20, committee: 8).explained(.committeeSize, asOf: "2021-05-05")

        #expect(missing?.missing == BilingualText(zh: "没有在任的委员会。", en: "No committee is in office."))
        #expect(missing?.severity == .breach)
        #expect(large?.missing?.en == "8 sit on the committee; it should be 3 to 7.")
        #expect(large?.severity == .warning)
        #expect(large?.mend?.text.zh.isEmpty == false)
    }

    @Test func `4-3, O-7: is not asked of a unit of another kind, or of one that has ended`() {
        var campus = self.campus(formal: 20, committee: 1)
        campus.branch(from: "2020-01-01", through: "2021-05-04")
        #expect(campus.says(.committeeSize, asOf: "2021-05-04T23:59") == "not-met warning")
        #expect(campus.says(.committeeSize, asOf: "2021-05-05") == "not-applicable")

        campus.branch(from: "2020-01-01", kind: .generalBranch)
        #expect(campus.cell(.committeeSize, asOf: "2021-05-05") == nil)
    }
}
