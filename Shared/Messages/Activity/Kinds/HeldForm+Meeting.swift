internal import Domain

// What meetings decide, how it came about, and in which order people spoke.

extension HeldForm {
    /// The members of a meeting that decides.
    func meeting(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("agenda", .every(.object(AgendaItem()), count: 0...100))
        try member.linking("decisions", Decision(), count: 0...100)
        try member.optional("speaking", .object(Speaking(), .sealed))
        try self.measures(&member, .ignored)
    }

    /// What a meeting resolved to mend.
    func measures(_ member: inout some Visitor<Self>, _ unlisted: Unlisted) throws(Fault) {
        try member.optional("measures", .every(.object(Measure(), unlisted), count: 0...100))
    }

    /// A team's candid debate, which is to be kept from the record: matters and measures are codes, votes are counts,
    /// and nobody is listed.
    func debate(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("decisions", .every(.object(CandidDecision(), .sealed), count: 0...100))
        try member.optional("speaking", .object(Speaking(), .sealed))
        try member.optional("measures", .every(.object(CodedMeasure(), .sealed), count: 0...100))
    }
}

private struct AgendaItem: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("title", .text(1...1_000))
        try member.optional("topic", .text(0...200, suchAs: ActivityTopic.self))
        try member.optional("minutes", .whole(0...1_440))
    }
}

private struct Measure: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("title", .text(1...1_000))
        try member.optional("owner", .text(0...200, suchAs: ActingRole.self))
        try member.optional("due", .day)
        try member.optional("doneOn", .day)
    }
}

private struct CodedMeasure: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("measure", .code)
        try member.optional("due", .day)
        try member.optional("doneOn", .day)
    }
}

/// How a decision came about.
private enum Mode: String, ListedWord {
    /// Nobody spoke against it.
    case consensus
    /// It was voted on.
    case vote

    static let words = WordList(Self.self)
}

/// What became of a matter.
private enum Outcome: String, ListedWord {
    case adopted, rejected, deferred

    static let words = WordList(Self.self)
}

/// A decision. Research, then consultation, then the meeting, then its decision: the first two are records of their
/// own.
private struct Decision: LinkingForm {
    var links: [ActivityEvent.Reference] = []
    var way = DecisionWay()

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("matter", .text(1...1_000))
        try member.optional("mode", .oneOf(Mode.self)) { $0.way.mode = $1 }
        try member.optional("outcome", .oneOf(Outcome.self))
        try member.optional("vote", .object(Vote(isWithRoll: true), .sealed)) { form, _ in form.way.hasVote = true }
        try member.optional("opinions", .object(Opinions(), .sealed))
        try member.optional("isMajor", .boolean)
        try member.each("research", .object(ReferenceForm()), count: 0...100) { $0.links.append($1.reference) }
        try member.each("consultations", .object(ReferenceForm()), count: 0...100) { $0.links.append($1.reference) }
    }

    func check() throws(Fault) { try self.way.check() }
}

/// The same where candid debate is to be kept from the record.
private struct CandidDecision: ObjectForm {
    var way = DecisionWay()

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("matter", .code)
        try member.optional("mode", .oneOf(Mode.self)) { $0.way.mode = $1 }
        try member.optional("outcome", .oneOf(Outcome.self))
        try member.optional("vote", .object(Vote(isWithRoll: false), .sealed)) { form, _ in form.way.hasVote = true }
        try member.optional("opinions", .object(Opinions(), .sealed))
    }

    func check() throws(Fault) { try self.way.check() }
}

/// How a decision came about, and whether the vote was sent.
private struct DecisionWay {
    var mode: Mode?
    var hasVote = false

    func check() throws(Fault) {
        guard self.mode != .vote || self.hasVote else { throw Fault(.schema, at: "vote") }
    }
}

/// How many opinions were heard and how many of them went into the decision: never whose.
private struct Opinions: ObjectForm {
    var heard = 0
    var adopted = 0

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("heard", .people) { $0.heard = $1 }
        try member.required("adopted", .people) { $0.adopted = $1 }
    }

    func check() throws(Fault) {
        guard self.adopted <= self.heard else { throw Fault(.schema, at: "adopted") }
    }
}

/// A vote: counts, and perhaps the list of those due, which is frozen with the meeting: codes of the register's people.
struct Vote: ObjectForm {
    /// Whether those due may be listed.
    let isWithRoll: Bool
    var ballot = Ballot()
    /// How many are listed.
    private var rollCount: Int?

    init(isWithRoll: Bool) { self.isWithRoll = isWithRoll }

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("matter", .oneOf(Ballot.Matter.self)) { $0.ballot.matter = $1 }
        try member.optional("method", .oneOf(Ballot.Method.self)) { $0.ballot.method = $1 }
        try member.required("due", .people) { $0.ballot.due = $1 }
        try member.required("present", .people) { $0.ballot.present = $1 }
        try member.required("for", .people) { $0.ballot.approved = $1 }
        try member.optional("against", .people) { $0.ballot.opposed = $1 }
        try member.optional("abstained", .people) { $0.ballot.abstained = $1 }
        try member.optional("written", .people) { $0.ballot.written = $1 }
        guard self.isWithRoll else { return }
        try member.optional("roll", .every(.identifier, count: 0...10_000)) { $0.rollCount = $1 }
    }

    func check() throws(Fault) {
        guard self.ballot.present <= self.ballot.due else { throw Fault(.schema, at: "present") }
        guard self.ballot.isPossible else { throw Fault(.schema, at: "for") }
        guard self.rollCount.map({ $0 == self.ballot.due }) ?? true else { throw Fault(.schema, at: "roll") }
    }
}

/// In which order offices spoke; of a head alone, whether last.
private struct Speaking: ObjectForm {
    /// Who spoke last.
    var last: ActingRole?
    var head: ActingRole?
    var isHeadLast: Bool?

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.each("order", .listed(ActingRole.self), count: 1...100) { $0.last = $1 }
        try member.optional("head", .listed(ActingRole.self)) { $0.head = $1 }
        try member.optional("headLast", .boolean) { $0.isHeadLast = $1 }
    }

    /// Who says both must mean the same.
    func check() throws(Fault) {
        guard let isHeadLast = self.isHeadLast, let head = self.head, let last = self.last else { return }
        guard (last == head) == isHeadLast else { throw Fault(.schema, at: "headLast") }
    }
}
