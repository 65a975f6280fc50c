import Domain

/// The ten requirements of the college's pack.
extension Requirement {
    static let ten: [Requirement] = [
        .themeDay, .membersMeeting, .committeeMeeting, .groupMeeting, .branchSize, .committeeSize, .committeeTerm,
        .termReminder, .problemList, .actionSummary,
    ]

    /// M5-6, L-5: a theme day each month, with an hour of each part.
    static let themeDay = Requirement(
        "theme-day", .standardManagement, BilingualText(zh: "主题党日", en: "theme Party day"), ["M5-6", "L-5"],
        .cadence(
            Cadence(
                record: RecordRule(
                    kind: .themeDay,
                    segments: SegmentRule(parts: [.study, .exchange, .practice], minutes: 60, allowanceMinutes: 10)),
                every: .month, lead: .days(7), filingDays: 3)),
        severity: .breach)

    /// 4-8, L-1, V-1: a meeting of the members each quarter.
    static let membersMeeting = Requirement(
        "members-meeting", .standardManagement, BilingualText(zh: "支部党员大会", en: "members' meeting"),
        ["4-8", "L-1", "V-1"],
        .cadence(
            Cadence(
                record: RecordRule(kind: .membersMeeting, quorum: Quorum(of: .due, share: Share(1, of: 2))),
                every: .quarter, lead: .days(14), filingDays: 3)))

    /// 4-8, L-2, V-2: a meeting of the committee each month.
    static let committeeMeeting = Requirement(
        "committee-meeting", .standardManagement, BilingualText(zh: "支部委员会会议", en: "committee meeting"),
        ["4-8", "L-2", "V-2"],
        .cadence(
            Cadence(
                record: RecordRule(kind: .committeeMeeting, quorum: Quorum(of: .committee, share: Share(1, of: 2))),
                every: .month, lead: .days(7), filingDays: 3)),
        binds: Binding(kinds: [.branch], committee: .inOffice))

    /// 4-8, L-3: a meeting of each group each month.
    static let groupMeeting = Requirement(
        "group-meeting", .standardManagement, BilingualText(zh: "党小组会", en: "group meeting"), ["4-8", "L-3"],
        .cadence(Cadence(record: RecordRule(kind: .groupMeeting), every: .month, lead: .days(7), filingDays: 3)),
        binds: Binding(kinds: [.group]))

    /// 4-2: at most fifty members.
    static let branchSize = Requirement(
        "branch-size", .standardManagement, BilingualText(zh: "支部规模", en: "branch size"), ["4-2"],
        .limit(Limit(measure: .members, maximum: 50)), tell: Seat(role: "general-branch-secretary", place: .superior))

    /// 4-3, O-7: a committee of three to seven.
    static let committeeSize = Requirement(
        "committee-size", .standardManagement, BilingualText(zh: "支部委员会", en: "branch committee"), ["4-3", "O-7"],
        .limit(Limit(measure: .committee, minimum: 3, usualMaximum: 5, maximum: 7, absence: .breach)),
        binds: Binding(kinds: [.branch], exceptCategories: [.temporary], minimumFormalMembers: 7))

    /// 4-4, 4-5: an election before the term has ended.
    static let committeeTerm = Requirement(
        "committee-term", .organisationalLeadership, BilingualText(zh: "按期换届", en: "election on time"),
        ["4-4", "4-5"], .term(TermRule(lead: .months(6))), severity: .breach,
        binds: Binding(kinds: UnitKind.allCases, exceptCategories: [.temporary]))

    /// E-2: a reminder between nine and six months before the term ends.
    static let termReminder = Requirement(
        "term-reminder", .organisationalLeadership, BilingualText(zh: "换届提醒", en: "reminder of the election"),
        ["E-2"],
        .reminder(
            ReminderRule(
                record: RecordRule(kind: .termReminder, about: "committee-term", author: .superior),
                monthsBeforeFrom: 9, monthsBeforeThrough: 6, lead: .days(14))),
        binds: Binding(kinds: UnitKind.allCases, exceptCategories: [.temporary]),
        owedBy: Seat(role: "secretary", place: .superior),
        tell: Seat(role: "organisation-department", place: .superiorsSuperior))

    /// S2-9: the list of problems by 15 April.
    static let problemList = Requirement(
        "problem-list", .institutions, BilingualText(zh: "问题整改清单", en: "problem list"), ["S2-9"],
        .deadline(
            Deadline(
                record: RecordRule(kind: .report, report: "problem-list"),
                window: Period(from: day("2021-03-01"), through: day("2021-04-15")), lead: .days(7), filingDays: 0)),
        severity: .breach)

    /// S2-10: the summary by 5 July.
    static let actionSummary = Requirement(
        "action-summary", .institutions, BilingualText(zh: "行动总结", en: "summary of the action"), ["S2-10"],
        .deadline(
            Deadline(
                record: RecordRule(kind: .report, report: "action-summary"),
                window: Period(from: day("2021-06-01"), through: day("2021-07-05")), lead: .days(7), filingDays: 0)),
        severity: .breach)

    /// A requirement that begins in March 2021; it binds branches, warns, is owed by the branch's secretary and told to
    /// the organisation department unless told.
    private init(
        _ id: RequirementID, _ gate: Gate, _ title: BilingualText, _ clauses: [String], _ criterion: Criterion,
        severity: Severity = .warning, binds: Binding = Binding(kinds: [.branch]),
        owedBy: Seat = Seat(role: "branch-secretary", place: .unit),
        tell: Seat = Seat(role: "organisation-department", place: .committee)
    ) {
        self.init(
            id: id, gate: gate, title: title, wording: title, clauses: clauses, binds: binds, criterion: criterion,
            severity: severity, owedBy: [owedBy], tell: [tell], begins: day("2021-03-01"))
    }
}
