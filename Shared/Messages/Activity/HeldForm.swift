internal import Domain
internal import JSON

/// The data of an event about something that took place, while it is read: the members that every kind has, and what
/// only this kind carries. One description, from which the decoder reads and the JSON Schemas are written.
struct HeldForm: ObjectForm {
    /// What of the data is kept.
    var held: ActivityEvent.Held
    /// Whether it replaces another record.
    let isCorrection: Bool
    /// The record that it replaces, where it does.
    var target = ActivityEvent.Target()

    /// The form of an event of that kind.
    static func of(_ kind: ActivityKind, isCorrection: Bool) -> ObjectShape<HeldForm> {
        let blank = HeldForm(held: ActivityEvent.Held(kind: kind), isCorrection: isCorrection)
        return ObjectShape(blank, kind.privacyForm == nil ? .ignored : .sealed)
    }

    /// Reads the data of an event of the kind that it names.
    static func read(_ data: Element, isCorrection: Bool) throws(Fault) -> HeldForm {
        guard data.kind == .object else { throw Fault(.schema) }
        guard let name = data.member("kind") else { throw Fault(.schema, at: "kind") }
        guard let kind = ActivityKind.words.word(name) else { throw Fault(.schema, at: "kind") }
        return try self.of(kind, isCorrection: isCorrection).read(data)
    }

    var kind: ActivityKind { self.held.kind }

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try self.core(&member)
        switch self.kind.privacyForm {
        case nil: try self.worded(&member, .ignored)
        case .sessionFacts: try self.worded(&member, .sealed)
        case .listening, .talks, .appraisal, .candidDebate: try self.coded(&member)
        case .anonymousSurvey, .care, .papers: break
        }
        try self.own(&member)
        guard self.isCorrection else { return }
        try member.required("corrects", .object(TargetForm(), self.kind.privacyForm == nil ? .ignored : .sealed)) {
            $0.target = $1.target
        }
        try member.reason(isCoded: self.kind.privacyForm != nil)
    }

    /// What only this kind carries.
    private func own(_ member: inout some Visitor<Self>) throws(Fault) {
        switch self.kind {
        case .membersMeeting, .committeeMeeting, .groupMeeting, .generalBranchMeeting, .jointMeeting, .onSiteMeeting,
            .dispatchMeeting:
            try self.meeting(&member)
        case .organisationalLifeMeeting: try self.measures(&member, .sealed)
        case .leadershipLifeMeeting: try self.debate(&member)
        case .themeDay: try self.setContent(&member)
        case .partyClass, .topicalStudy, .topicalTraining, .training: try self.training(&member, .sealed)
        case .centreGroupStudy: try self.training(&member, .ignored)
        case .researchVisit, .guidanceVisit, .inspection: try self.visit(&member)
        case .contest: try self.contest(&member)
        case .practicalDeed, .promise: try self.deeds(&member)
        case .report: try self.report(&member)
        case .termReminder: try self.reminder(&member)
        case .indicator: try self.indicator(&member)
        case .emulation: try self.emulation(&member)
        case .studyPlan: try self.studyPlan(&member)
        case .talks: try self.talks(&member)
        case .contact: try self.contact(&member)
        case .membersAppraisal: try self.appraisal(&member)
        case .listeningSession: try self.listening(&member)
        case .surveyResult: try self.survey(&member)
        case .care: try self.care(&member)
        case .helpCase: try self.help(&member)
        case .admissionStep: try self.admission(&member)
        }
    }

    func check() throws(Fault) {
        if let endedAt = self.held.endedAt, endedAt < self.held.startedAt { throw Fault(.schema, at: "endedAt") }
        if self.kind.privacyForm == .listening { try self.checkSession() }
    }
}
