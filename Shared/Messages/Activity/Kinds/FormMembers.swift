internal import Domain

/// What the kinds carry that touch what people think: counts, days and words of fixed lists, and nothing else.
enum FormMembers {
    typealias Member = Field<ActivityEvent.Held>

    private static let people = Shape.whole(0...CommonMembers.peopleLimit)

    /// Talks: which relation, how many there were, of how many that there should be.
    static let talks: [Member] = [
        .optional("period", WorkMembers.period(.sealed)),
        .optional(
            "talks",
            .list(
                of: ObjectDescription<Void>(
                    [
                        .required("relation", Shape.listed(Relation.self).ignored),
                        .required("count", people.ignored),
                        .optional("due", people.ignored),
                    ], members: .sealed
                ).shape(()), count: 1...20)),
    ]

    /// Who talks with whom.
    private enum Relation: String, CaseIterable {
        case committeeMembers = "committee-members"
        case committeeMemberAndMember = "committee-member-and-member"
        case members
        case leaderAndMember = "leader-and-member"
    }

    /// A contact: with which offices, and before which decision.
    static let contact: [Member] = [
        .required("with", .list(of: Shape.listed(ActingRole.self).ignored, count: 1...20))
    ]

    /// The appraisal: on which day each step took place, and how many have which grade. Nobody's grade.
    static let appraisal: [Member] = [
        .optional(
            "steps",
            .list(
                of: ObjectDescription<Void>(
                    [
                        .required("step", Shape.listed(AppraisalStep.self).ignored),
                        .required("day", Shape.day.ignored),
                    ], members: .sealed
                ).shape(()), count: 0...20)),
        .optional(
            "grades",
            ObjectDescription<Void>(
                [
                    .required("excellent", people.ignored), .required("qualified", people.ignored),
                    .required("basicallyQualified", people.ignored), .required("unqualified", people.ignored),
                ], members: .sealed
            ).shape(())),
    ]

    /// What an appraisal goes through.
    private enum AppraisalStep: String, CaseIterable {
        case study, selfReview = "self-review", mutualReview = "mutual-review", ballot
        case committeeReview = "committee-review", notice
    }

    /// A team's candid debate.
    static let debate: [Member] = [
        .optional("decisions", MeetingMembers.candidDecisions),
        .optional("speaking", MeetingMembers.speaking),
        .optional(
            "measures",
            .list(
                of: ObjectDescription<Void>(
                    [
                        .required("measure", .code), .optional("due", Shape.day.ignored),
                        .optional("doneOn", Shape.day.ignored),
                    ], members: .sealed
                ).shape(()), count: 0...100)),
    ]

    /// A session that listens: what was spoken of, by a fixed list, and what was promised and done.
    static let listening: [Member] = [
        .optional("themes", .list(of: Shape.listed(Condition.self).ignored, count: 1...20)),
        .optional(
            "actions",
            .list(
                of: ObjectDescription<Void>(
                    [
                        .required("theme", Shape.listed(Condition.self).ignored),
                        .optional("due", Shape.day.ignored), .optional("doneOn", Shape.day.ignored),
                    ], members: .sealed
                ).shape(()), count: 0...100)),
    ]

    /// In a smaller one somebody would be recognised.
    static func isLargeEnough(_ held: ActivityEvent.Held) throws(Fault) {
        guard let attendance = held.attendance, attendance.present < PrivacyForm.smallestSession else { return }
        throw Fault(.privacy, at: "attendance.present")
    }

    /// Care: what was offered and taken up, in counts that name nobody.
    static let care: [Member] = [
        .optional("volunteers", people.ignored),
        .required(
            "counts",
            .list(
                of: ObjectDescription<Int>(
                    [
                        .required("offer", Shape.listed(Offer.self).ignored),
                        .required("count", people) { $0 = $1 },
                    ], members: .sealed,
                    rule: { count throws(Fault) in
                        guard count > 0, count < PrivacyForm.smallestCell else { return }
                        throw Fault(.privacy, at: "count")
                    }
                ).shape(0).ignored, count: 1...20)),
    ]

    /// What is offered to whoever wants it.
    private enum Offer: String, CaseIterable {
        case peerSupport = "peer-support", counsellingService = "counselling-service", visit
        case materialHelp = "material-help"
    }

    /// A request for help: what about, when it was opened and when it was closed.
    static let help: [Member] = [
        .required("category", Shape.listed(HelpCategory.self).ignored),
        .optional("closedOn", Shape.day.ignored),
    ]

    private enum HelpCategory: String, CaseIterable {
        case housing, income, workload, family, study, procedure, other
    }

    /// A step of an admission: whether the paper was received, its date, its number, the result.
    static let admission: [Member] = [
        .required("step", Shape.listed(AdmissionStep.self).ignored),
        .required("received", Shape.boolean.ignored),
        .optional("date", Shape.day.ignored),
        .optional("document", .identifier),
        .optional("result", Shape.listed(AdmissionResult.self).ignored),
    ]

    private enum AdmissionStep: String, CaseIterable {
        case application, activist, candidate, reviewed, probationary, full
    }

    private enum AdmissionResult: String, CaseIterable {
        case passed, notPassed = "not-passed", pending
    }
}
