import Domain
import Packs
import Testing

@Suite struct `The pack of the college` {
    private func requirement(_ id: RequirementID) throws -> Requirement {
        try #require(try Files.pack().requirements.first { $0.id == id })
    }

    @Test func `asks for ten things, from March 2021 on`() throws {
        let pack = try Files.pack()

        #expect(pack.id == "hbgyzy-2021")
        #expect(pack.version == "1")
        #expect(pack.begins == day("2021-03-01"))
        #expect(pack.requirements.allSatisfy { $0.begins == pack.begins })
        #expect(
            pack.requirements.map { "\($0.id) \($0.gate.rawValue) \($0.severity.rawValue)" } == [
                "theme-day standard-management breach", "members-meeting standard-management warning",
                "committee-meeting standard-management warning", "group-meeting standard-management warning",
                "branch-size standard-management warning", "committee-size standard-management warning",
                "committee-term organisational-leadership breach", "term-reminder organisational-leadership warning",
                "problem-list institutions breach", "action-summary institutions breach",
            ])
        #expect(
            pack.requirements.map(\.clauses) == [
                ["M5-6", "L-5"], ["4-8", "L-1", "V-1"], ["4-8", "L-2", "V-2"], ["4-8", "L-3"], ["4-2"],
                ["4-3", "O-7"], ["4-4", "4-5"], ["E-2"], ["S2-9"], ["S2-10"],
            ])
    }

    @Test func `rests on articles of documents, of its own and of the layer below`() throws {
        let basis = try Files.pack().requirements.map(\.basis)

        #expect(
            basis.map { $0.map(\.article) } == [
                ["16", "16", "三、5"], ["11", "11", "二、4"], ["12", "12", "二、4"], ["13", "二、4"], ["4", "二、4"],
                ["20", "二、4"], ["21", "二、4", "二、4"], ["21"], ["四、2"], ["四、2"],
            ])
        #expect(basis[0].map(\.modality) == [.must, .must, .must])
        #expect(basis[1].map(\.modality) == [.should, .must, .must])
        #expect(basis[4].map(\.modality) == [.should, .should])
        #expect(basis.joined().allSatisfy { $0.isConfirmed && !$0.document.isEmpty })
    }

    @Test func `M5-6, L-5: asks for a theme day each month`() throws {
        let requirement = try self.requirement("theme-day")

        #expect(requirement.title == BilingualText(zh: "主题党日", en: "Theme Party day"))
        #expect(requirement.binds == Binding(kinds: [.branch]))
        #expect(
            requirement.criterion
                == .cadence(
                    Cadence(
                        record: RecordRule(
                            kind: .themeDay,
                            segments: SegmentRule(
                                parts: [.study, .exchange, .practice], minutes: 60, allowanceMinutes: 10)),
                        every: .month, lead: .days(7), filingDays: 3)))
        #expect(requirement.owedBy == [Seat(role: "branch-secretary", place: .unit)])
        #expect(requirement.tell == [Seat(role: "organisation-department", place: .committee)])
    }

    @Test func `4-8, L-1, L-2, L-3, V-1, V-2: asks for meetings of members, committees and groups`() throws {
        let members = try self.requirement("members-meeting")
        let committee = try self.requirement("committee-meeting")
        let group = try self.requirement("group-meeting")

        #expect(members.binds == Binding(kinds: [.branch]))
        #expect(
            members.criterion
                == .cadence(
                    Cadence(
                        record: RecordRule(kind: .membersMeeting, quorum: Quorum(of: .due, share: Share(1, of: 2))),
                        every: .quarter, lead: .days(14), filingDays: 3)))
        #expect(committee.binds == Binding(kinds: [.branch], committee: .inOffice))
        #expect(
            committee.criterion
                == .cadence(
                    Cadence(
                        record: RecordRule(
                            kind: .committeeMeeting, quorum: Quorum(of: .committee, share: Share(1, of: 2))),
                        every: .month, lead: .days(7), filingDays: 3)))
        #expect(group.binds == Binding(kinds: [.group]))
        #expect(
            group.criterion
                == .cadence(
                    Cadence(record: RecordRule(kind: .groupMeeting), every: .month, lead: .days(7), filingDays: 3)))
    }

    @Test func `4-2, 4-3, O-7: limits the size of branches and of their committees`() throws {
        let branch = try self.requirement("branch-size")
        let committee = try self.requirement("committee-size")

        #expect(branch.binds == Binding(kinds: [.branch]))
        #expect(branch.criterion == .limit(Limit(measure: .members, maximum: 50)))
        #expect(
            committee.binds
                == Binding(kinds: [.branch], exceptCategories: [.temporary], minimumFormalMembers: 7))
        #expect(
            committee.criterion
                == .limit(Limit(measure: .committee, minimum: 3, usualMaximum: 5, maximum: 7, absence: .breach)))
    }

    @Test func `4-4, 4-5, E-2: asks for elections on time, and that the superior reminds of them`() throws {
        let term = try self.requirement("committee-term")
        let reminder = try self.requirement("term-reminder")

        #expect(term.binds == Binding(kinds: UnitKind.allCases, exceptCategories: [.temporary]))
        #expect(term.criterion == .term(TermRule(lead: .months(6))))
        #expect(reminder.binds == term.binds)
        #expect(
            reminder.criterion
                == .reminder(
                    ReminderRule(
                        record: RecordRule(kind: .termReminder, about: "committee-term", author: .superior),
                        monthsBeforeFrom: 9, monthsBeforeThrough: 6, lead: .days(14))))
        #expect(reminder.owedBy.map(\.place) == [.superior])
        #expect(reminder.tell.map(\.place) == [.superiorsSuperior])
    }

    @Test(arguments: [
        (RequirementID("problem-list"), "2021-03-01", "2021-04-15"), ("action-summary", "2021-06-01", "2021-07-05"),
    ])
    func `S2-9, S2-10: asks for two reports, each by its day`(id: RequirementID, from: String, to: String) throws {
        let requirement = try self.requirement(id)

        #expect(requirement.binds == Binding(kinds: [.branch]))
        #expect(
            requirement.criterion
                == .deadline(
                    Deadline(
                        record: RecordRule(kind: .report, report: id.rawValue),
                        window: Period(from: day(from), through: day(to)), lead: .days(7), filingDays: 0)))
    }
}

/// A day that a test writes.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("not a day: \(text)") }
    return day
}
