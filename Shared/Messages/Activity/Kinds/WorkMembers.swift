internal import Domain

/// What the kinds carry that record work: visits, deeds, promises, contests, reports, figures and plans.
enum WorkMembers {
    typealias Member = Field<ActivityEvent.Held>

    private static let people = Shape.whole(0...CommonMembers.peopleLimit).ignored
    private static let title = Field<Void>.required("title", .text(1...1_000))
    private static let due = Field<Void>.optional("due", Shape.day.ignored)
    private static let owner = Field<Void>.optional("owner", .text(0...200, suchAs: ActingRole.self))

    /// A visit or an inspection: who came in which office, and the problems that it opens.
    static let visit: [Member] = [
        .optional("visited", Shape.unitCode.ignored),
        .optional("visitors", .list(of: .text(0...200, suchAs: ActingRole.self), count: 0...100)),
        .optional("inPerson", .list(of: .text(0...200, suchAs: ActingRole.self), count: 0...100)),
        .optional(
            "problems",
            .list(
                of: ObjectDescription<Void>([
                    title, .optional("category", .text(0...200)), owner, due,
                ]).shape(()), count: 0...1_000)),
    ]

    /// Where something promised stands.
    private enum State: String, CaseIterable {
        case promised, done, confirmed
    }

    /// Something promised, while it is read.
    private struct Deed {
        var state: State?
        var doneOn: Day?
        var confirmedOn: Day?
        var links: [ActivityEvent.Reference] = []
    }

    /// The ledger of practical deeds: promised, done, confirmed by those whom it serves; perhaps the answer to a
    /// problem that a visit has found.
    static let deeds: Member = .linking(
        "deeds",
        LinkMembers.collecting(
            ObjectDescription<Deed>(
                [
                    .required("title", .text(1...1_000)),
                    .optional("owner", .text(0...200, suchAs: ActingRole.self)),
                    .optional("due", Shape.day.ignored),
                    .required("state", .oneOf(State.self)) { $0.state = $1 },
                    .optional("doneOn", .day) { $0.doneOn = $1 },
                    .optional("confirmedOn", .day) { $0.confirmedOn = $1 },
                    .optional("confirmedBy", .text(0...200, suchAs: Audience.self)),
                    .optional("beneficiaries", Shape.whole(0...CommonMembers.peopleLimit).ignored),
                    .optional("answers", LinkMembers.shape) { $0.links.append($1) },
                ],
                rule: { deed throws(Fault) in
                    let isDone = deed.state == .done || deed.state == .confirmed
                    guard !isDone || deed.doneOn != nil else { throw Fault(.schema, at: "doneOn") }
                    guard deed.state != .confirmed || deed.confirmedOn != nil else {
                        throw Fault(.schema, at: "confirmedOn")
                    }
                }
            ).shape(Deed()).map(\.links), count: 0...1_000))

    /// A contest: what kind, how many took part.
    static let contest: Member = .optional(
        "contest",
        ObjectDescription<Void>([
            .required("type", .text(1...200, suchAs: ContestType.self)), .optional("participants", people),
            .optional("awards", people), .optional("ledBy", .text(0...200, suchAs: ActingRole.self)),
        ]).shape(()))

    /// What is competed in.
    private enum ContestType: String, CaseIterable {
        case skills, teaching, classroom, post, knowledge
    }

    /// What a report reports, for which days and to whom; the items of a list or a plan.
    static let report: [Member] = [
        .required("report", .text(1...64)) { $0.report = $1 },
        .optional("period", period(.listed)),
        .optional("to", Shape.unitCode.ignored),
        .linking(
            "items",
            LinkMembers.collecting(
                ObjectDescription<[ActivityEvent.Reference]>([
                    .required("title", .text(1...1_000)), .optional("measure", .text(0...1_000)),
                    .optional("owner", .text(0...200, suchAs: ActingRole.self)),
                    .optional("due", Shape.day.ignored), .optional("doneOn", Shape.day.ignored),
                    .optional("answers", LinkMembers.shape) { $0.append($1) },
                ]).shape([]), count: 0...1_000)),
    ]

    /// What a reminder is about, and who reminded.
    static let reminder: [Member] = [
        .required("about", .text(1...64)) { $0.about = $1 },
        .required("by", .unitCode) { $0.by = $1 },
    ]

    /// Contents that were set for all, ticked off.
    static let setContent: Member = .optional("setContent", .list(of: .text(1...200), count: 0...100))

    /// A figure of somebody else's: which, how much, for which days, and whose.
    static let indicator: [Member] = [
        .required("indicator", .text(1...200)),
        .required("value", Shape.number(-1_000_000_000...1_000_000_000).ignored),
        .optional("measure", .text(1...40)),
        .required("period", period(.listed)),
        .required("issuer", .text(1...200)),
    ]

    /// A programme of emulation: how many were nominated, and the results; nobody is ranked while it runs.
    static let emulation: [Member] = [
        .required("programme", .text(1...200)),
        .optional("nominations", people),
        .optional(
            "awards",
            .list(
                of: ObjectDescription<Void>([title, .required("count", people)]).shape(()), count: 0...100)),
    ]

    /// The plan of a term's studies.
    static let studyPlan: [Member] = [
        .required("period", period(.listed)),
        .required(
            "sessions",
            .list(
                of: ObjectDescription<Void>([
                    .required("day", Shape.day.ignored),
                    .required("kind", Shape.oneOf(ActivityKind.self).ignored),
                    .optional("topic", .text(0...200, suchAs: ActivityTopic.self)),
                ]).shape(()), count: 1...1_000)),
    ]

    /// How many hours, for whom, and by whom in which office.
    static func training(_ members: Members) -> [Member] {
        let isSealed = members == .sealed
        let group = isSealed ? Shape.listed(Audience.self).ignored : .text(1...200, suchAs: Audience.self)
        let office = isSealed ? Shape.listed(ActingRole.self).ignored : .text(0...200, suchAs: ActingRole.self)
        let audience = ObjectDescription<Void>(
            [.required("group", group), .required("count", self.people)], members: members)
        return [
            .optional("hours", Shape.number(0...1_000).ignored),
            .optional("audience", .list(of: audience.shape(()), count: 0...20)),
            .optional("givenBy", office),
        ]
    }

    /// The days from the first to the last.
    static func period(_ members: Members) -> Shape<Void> {
        ObjectDescription<Days>(
            [.required("from", .day) { $0.from = $1 }, .required("to", .day) { $0.through = $1 }],
            members: members,
            rule: { days throws(Fault) in
                guard days.from <= days.through else { throw Fault(.schema, at: "to") }
            }
        ).shape(Days()).ignored
    }

    /// The days while they are read.
    private struct Days {
        var from = Day(daysSince1970: 0)
        var through = Day(daysSince1970: 0)
    }
}
