internal import Domain

/// What `data` holds for something that took place: the members that every kind has, and what only this kind carries.
enum HeldDescription {
    /// The members of something of that kind that took place.
    static func description(of kind: ActivityKind) -> ObjectDescription<ActivityEvent.Held> {
        switch kind.privacyForm {
        case nil:
            ObjectDescription(CommonMembers.worded(kind, .listed) + self.own(kind), rule: self.endsAfterItBegins)
        case .sessionFacts:
            ObjectDescription(
                CommonMembers.worded(kind, .sealed) + self.own(kind), members: .sealed, rule: self.endsAfterItBegins)
        case .listening:
            ObjectDescription(
                CommonMembers.coded(kind) + self.own(kind), members: .sealed,
                rule: { held throws(Fault) in
                    try self.endsAfterItBegins(held)
                    try FormMembers.isLargeEnough(held)
                })
        case .talks, .appraisal, .candidDebate:
            ObjectDescription(
                CommonMembers.coded(kind) + self.own(kind), members: .sealed, rule: self.endsAfterItBegins)
        case .anonymousSurvey, .care, .papers:
            ObjectDescription(
                CommonMembers.core(kind) + self.own(kind), members: .sealed, rule: self.endsAfterItBegins)
        }
    }

    /// What only this kind carries.
    private static func own(_ kind: ActivityKind) -> [Field<ActivityEvent.Held>] {
        switch kind {
        case .membersMeeting, .committeeMeeting, .groupMeeting, .generalBranchMeeting, .jointMeeting, .onSiteMeeting,
            .dispatchMeeting:
            MeetingMembers.all
        case .organisationalLifeMeeting: [MeetingMembers.measures(.sealed)]
        case .leadershipLifeMeeting: FormMembers.debate
        case .themeDay: [WorkMembers.setContent]
        case .partyClass, .topicalStudy, .topicalTraining, .training: WorkMembers.training(.sealed)
        case .centreGroupStudy: WorkMembers.training(.listed)
        case .researchVisit, .guidanceVisit, .inspection: WorkMembers.visit
        case .contest: [WorkMembers.contest]
        case .practicalDeed, .promise: [WorkMembers.deeds]
        case .report: WorkMembers.report
        case .termReminder: WorkMembers.reminder
        case .indicator: WorkMembers.indicator
        case .emulation: WorkMembers.emulation
        case .studyPlan: WorkMembers.studyPlan
        case .talks: FormMembers.talks
        case .contact: FormMembers.contact
        case .membersAppraisal: FormMembers.appraisal
        case .listeningSession: FormMembers.listening
        case .surveyResult: SurveyMembers.all
        case .care: FormMembers.care
        case .helpCase: FormMembers.help
        case .admissionStep: FormMembers.admission
        }
    }

    private static func endsAfterItBegins(_ held: ActivityEvent.Held) throws(Fault) {
        guard let endedAt = held.endedAt, endedAt < held.startedAt else { return }
        throw Fault(.schema, at: "endedAt")
    }
}
