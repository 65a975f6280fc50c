internal import Domain

// What the kinds carry that touch what people think: counts, days and words of fixed lists, and nothing else.

extension HeldForm {
    /// Talks: which relation, how many there were, of how many that there should be.
    func talks(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("period", .object(Days(), .sealed))
        try member.optional("talks", .every(.object(TalkCount(), .sealed), count: 1...20))
    }

    /// A contact: with which offices, and before which decision.
    func contact(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("with", .every(.listed(ActingRole.self), count: 1...20))
    }

    /// The appraisal: on which day each step took place, and how many have which grade. Nobody's grade.
    func appraisal(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("steps", .every(.object(AppraisalDay(), .sealed), count: 0...20))
        try member.optional("grades", .object(Grades(), .sealed))
    }

    /// A session that listens: what was spoken of, by a fixed list, and what was promised and done.
    func listening(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("themes", .every(.listed(Condition.self), count: 1...20))
        try member.optional("actions", .every(.object(Action(), .sealed), count: 0...100))
    }

    /// In a smaller one somebody would be recognised.
    func checkSession() throws(Fault) {
        guard let attendance = self.held.attendance, attendance.present < PrivacyForm.smallestSession else { return }
        throw Fault(.privacy, at: "attendance.present")
    }

    /// Care: what was offered and taken up, in counts that name nobody.
    func care(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("volunteers", .people)
        try member.required("counts", .every(.object(CareCount(), .sealed), count: 1...20))
    }

    /// A request for help: what about, when it was opened and when it was closed.
    func help(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("category", .listed(HelpCategory.self))
        try member.optional("closedOn", .day)
    }

    /// A step of an admission: whether the paper was received, its date, its number, the result.
    func admission(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("step", .listed(AdmissionStep.self))
        try member.required("received", .boolean)
        try member.optional("date", .day)
        try member.optional("document", .identifier)
        try member.optional("result", .listed(AdmissionResult.self))
    }
}

private struct TalkCount: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("relation", .listed(Relation.self))
        try member.required("count", .people)
        try member.optional("due", .people)
    }
}

/// Who talks with whom.
private enum Relation: String, ListedWord {
    case committeeMembers = "committee-members"
    case committeeMemberAndMember = "committee-member-and-member"
    case members
    case leaderAndMember = "leader-and-member"

    static let words = WordList(Self.self)
}

private struct AppraisalDay: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("step", .listed(AppraisalStep.self))
        try member.required("day", .day)
    }
}

/// What an appraisal goes through.
private enum AppraisalStep: String, ListedWord {
    case study, selfReview = "self-review", mutualReview = "mutual-review", ballot
    case committeeReview = "committee-review", notice

    static let words = WordList(Self.self)
}

private struct Grades: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("excellent", .people)
        try member.required("qualified", .people)
        try member.required("basicallyQualified", .people)
        try member.required("unqualified", .people)
    }
}

private struct Action: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("theme", .listed(Condition.self))
        try member.optional("due", .day)
        try member.optional("doneOn", .day)
    }
}

private struct CareCount: ObjectForm {
    private var count = 0

    init() {}

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("offer", .listed(Offer.self))
        try member.required("count", .people) { $0.count = $1 }
    }

    func check() throws(Fault) {
        guard self.count > 0, self.count < PrivacyForm.smallestCell else { return }
        throw Fault(.privacy, at: "count")
    }
}

/// What is offered to whoever wants it.
private enum Offer: String, ListedWord {
    case peerSupport = "peer-support", counsellingService = "counselling-service", visit
    case materialHelp = "material-help"

    static let words = WordList(Self.self)
}

private enum HelpCategory: String, ListedWord {
    case housing, income, workload, family, study, procedure, other

    static let words = WordList(Self.self)
}

private enum AdmissionStep: String, ListedWord {
    case application, activist, candidate, reviewed, probationary, full

    static let words = WordList(Self.self)
}

private enum AdmissionResult: String, ListedWord {
    case passed, notPassed = "not-passed", pending

    static let words = WordList(Self.self)
}
