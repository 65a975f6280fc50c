internal import Domain

/// What meetings decide, how it came about, and in which order people spoke.
enum MeetingMembers {
    /// The members of a meeting that decides.
    static let all: [Field<ActivityEvent.Held>] = [
        .optional("agenda", .list(of: agendaItem.shape(()), count: 0...100)),
        .linking("decisions", LinkMembers.collecting(decision, count: 0...100)),
        .optional("speaking", speaking),
        measures(.listed),
    ]

    /// What a meeting resolved to mend.
    static func measures(_ members: Members) -> Field<ActivityEvent.Held> {
        let measure = ObjectDescription<Void>(
            [
                .required("title", .text(1...1_000)),
                .optional("owner", .text(0...200, suchAs: ActingRole.self)),
                .optional("due", Shape.day.ignored),
                .optional("doneOn", Shape.day.ignored),
            ], members: members
        ).shape(())
        return .optional("measures", .list(of: measure, count: 0...100))
    }

    private static let agendaItem = ObjectDescription<Void>([
        .required("title", .text(1...1_000)),
        .optional("topic", .text(0...200, suchAs: ActivityTopic.self)),
        .optional("minutes", Shape.whole(0...1_440).ignored),
    ])

    /// How a decision came about.
    private enum Mode: String, CaseIterable {
        /// Nobody spoke against it.
        case consensus
        /// It was voted on.
        case vote
    }

    /// What became of a matter.
    private enum Outcome: String, CaseIterable {
        case adopted, rejected, deferred
    }

    /// A decision, while it is read.
    private struct Decision {
        var links: [ActivityEvent.Reference] = []
        var mode: Mode?
        var ballot: Ballot?
    }

    private static func decision(
        _ matter: Field<Decision>, by ballot: Shape<Ballot>, members: Members, adding more: [Field<Decision>] = []
    ) -> Shape<[ActivityEvent.Reference]> {
        ObjectDescription<Decision>(
            [
                matter,
                .optional("mode", .oneOf(Mode.self)) { $0.mode = $1 },
                .optional("outcome", Shape.oneOf(Outcome.self).ignored),
                .optional("vote", ballot) { $0.ballot = $1 },
                .optional("opinions", opinions),
            ] + more,
            members: members,
            rule: { decision throws(Fault) in
                guard decision.mode != .vote || decision.ballot != nil else { throw Fault(.schema, at: "vote") }
            }
        ).shape(Decision()).map(\.links)
    }

    /// Research, then consultation, then the meeting, then its decision: the first two are records of their own.
    private static let decision = decision(
        .required("matter", .text(1...1_000)), by: ballot, members: .listed,
        adding: [
            .optional("isMajor", Shape.boolean.ignored),
            .optional("research", LinkMembers.list) { $0.links += $1 },
            .optional("consultations", LinkMembers.list) { $0.links += $1 },
        ])

    /// A decision where candid debate is to be kept from the record: the matter is a code, the votes are counts, and
    /// nobody is listed.
    static let candidDecisions = Shape<Void>.list(
        of: decision(.optional("matter", .code), by: countedBallot, members: .sealed).ignored, count: 0...100)

    /// How many opinions were heard and how many of them went into the decision: never whose.
    private static let opinions = ObjectDescription<Opinions>(
        [
            .required("heard", .whole(0...CommonMembers.peopleLimit)) { $0.heard = $1 },
            .required("adopted", .whole(0...CommonMembers.peopleLimit)) { $0.adopted = $1 },
        ],
        members: .sealed,
        rule: { opinions throws(Fault) in
            guard opinions.adopted <= opinions.heard else { throw Fault(.schema, at: "adopted") }
        }
    ).shape(Opinions()).ignored

    private struct Opinions {
        var heard = 0
        var adopted = 0
    }

    /// A vote, while it is read, with the list of those due where it was sent.
    struct Vote {
        var ballot = Ballot()
        var roll: Int?
    }

    private static let people = Shape.whole(0...CommonMembers.peopleLimit)

    /// A vote with the list of those due, which is frozen with the meeting: codes of the register's people.
    static let ballot = ballot(adding: [
        .optional("roll", .list(of: .identifier, count: 0...10_000, into: 0) { count, _ in count += 1 }) {
            $0.roll = $1
        }
    ])
    /// A vote in counts alone.
    private static let countedBallot = ballot(adding: [])

    private static func ballot(adding more: [Field<Vote>]) -> Shape<Ballot> {
        ObjectDescription<Vote>(
            [
                .optional("matter", .oneOf(Ballot.Matter.self)) { $0.ballot.matter = $1 },
                .optional("method", .oneOf(Ballot.Method.self)) { $0.ballot.method = $1 },
                .required("due", people) { $0.ballot.due = $1 },
                .required("present", people) { $0.ballot.present = $1 },
                .required("for", people) { $0.ballot.approved = $1 },
                .optional("against", people) { $0.ballot.opposed = $1 },
                .optional("abstained", people) { $0.ballot.abstained = $1 },
                .optional("written", people) { $0.ballot.written = $1 },
            ] + more,
            members: .sealed,
            rule: { vote throws(Fault) in
                guard vote.ballot.present <= vote.ballot.due else { throw Fault(.schema, at: "present") }
                guard vote.ballot.isPossible else { throw Fault(.schema, at: "for") }
                guard vote.roll.map({ $0 == vote.ballot.due }) ?? true else { throw Fault(.schema, at: "roll") }
            }
        ).shape(Vote()).map(\.ballot)
    }

    /// In which order offices spoke; of a head alone, whether last.
    private struct Speaking {
        var order: [ActingRole] = []
        var head: ActingRole?
        var isHeadLast: Bool?
    }

    static let speaking = ObjectDescription<Speaking>(
        [
            .optional("order", .list(of: .listed(ActingRole.self), count: 1...100)) { $0.order = $1 },
            .optional("head", .listed(ActingRole.self)) { $0.head = $1 },
            .optional("headLast", .boolean) { $0.isHeadLast = $1 },
        ],
        members: .sealed,
        rule: { speaking throws(Fault) in
            // Who says both must mean the same.
            guard let isHeadLast = speaking.isHeadLast, let head = speaking.head, let last = speaking.order.last else {
                return
            }
            guard (last == head) == isHeadLast else { throw Fault(.schema, at: "headLast") }
        }
    ).shape(Speaking()).ignored
}
