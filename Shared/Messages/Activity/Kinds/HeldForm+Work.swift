internal import Domain

// What the kinds carry that record work: visits, deeds, promises, contests, reports, figures and plans.

extension HeldForm {
    /// A visit or an inspection: who came in which office, and the problems that it opens.
    func visit(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("visited", .unitCode)
        try member.optional("visitors", .every(.text(0...200, suchAs: ActingRole.self), count: 0...100))
        try member.optional("inPerson", .every(.text(0...200, suchAs: ActingRole.self), count: 0...100))
        try member.optional("problems", .every(.object(Problem()), count: 0...1_000))
    }

    /// The ledger of practical deeds: promised, done, confirmed by those whom it serves; perhaps the answer to a
    /// problem that a visit has found.
    func deeds(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.linking("deeds", Deed(), count: 0...1_000)
    }

    /// A contest: what kind, how many took part.
    func contest(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("contest", .object(Contest()))
    }

    /// What a report reports, for which days and to whom; the items of a list or a plan.
    func report(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("report", .string(1...64)) { $0.held.report = $1 }
        try member.optional("period", .object(Days()))
        try member.optional("to", .unitCode)
        try member.linking("items", ReportItem(), count: 0...1_000)
    }

    /// What a reminder is about, and who reminded.
    func reminder(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("about", .string(1...64)) { $0.held.about = $1 }
        try member.required("by", .unitCode) { $0.held.by = $1 }
    }

    /// Contents that were set for all, ticked off.
    func setContent(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("setContent", .every(.text(1...200), count: 0...100))
    }

    /// A figure of somebody else's: which, how much, for which days, and whose.
    func indicator(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("indicator", .text(1...200))
        try member.required("value", .number(-1_000_000_000...1_000_000_000))
        try member.optional("measure", .text(1...40))
        try member.required("period", .object(Days()))
        try member.required("issuer", .text(1...200))
    }

    /// A programme of emulation: how many were nominated, and the results; nobody is ranked while it runs.
    func emulation(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("programme", .text(1...200))
        try member.optional("nominations", .people)
        try member.optional("awards", .every(.object(Award()), count: 0...100))
    }

    /// The plan of a term's studies.
    func studyPlan(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("period", .object(Days()))
        try member.required("sessions", .every(.object(PlannedSession()), count: 1...1_000))
    }

    /// How many hours, for whom, and by whom in which office.
    func training(_ member: inout some Visitor<Self>, _ unlisted: Unlisted) throws(Fault) {
        try member.optional("hours", .number(0...1_000))
        if unlisted == .sealed {
            try member.optional("audience", .every(.object(CodedAudience(), .sealed), count: 0...20))
            try member.optional("givenBy", .listed(ActingRole.self))
        } else {
            try member.optional("audience", .every(.object(WordedAudience(), unlisted), count: 0...20))
            try member.optional("givenBy", .text(0...200, suchAs: ActingRole.self))
        }
    }
}

private struct Problem: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("title", .text(1...1_000))
        try member.optional("category", .text(0...200))
        try member.optional("owner", .text(0...200, suchAs: ActingRole.self))
        try member.optional("due", .day)
    }
}

/// Where something promised stands.
private enum State: String, ListedWord {
    case promised, done, confirmed

    static let words = WordList(Self.self)
}

/// Something promised.
private struct Deed: LinkingForm {
    var state: State?
    var doneOn: Day?
    var confirmedOn: Day?
    var links: [ActivityEvent.Reference] = []

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("title", .text(1...1_000))
        try member.optional("owner", .text(0...200, suchAs: ActingRole.self))
        try member.optional("due", .day)
        try member.required("state", .oneOf(State.self)) { $0.state = $1 }
        try member.optional("doneOn", .day) { $0.doneOn = $1 }
        try member.optional("confirmedOn", .day) { $0.confirmedOn = $1 }
        try member.optional("confirmedBy", .text(0...200, suchAs: Audience.self))
        try member.optional("beneficiaries", .people)
        try member.optional("answers", .object(ReferenceForm())) { $0.links.append($1.reference) }
    }

    func check() throws(Fault) {
        let isDone = self.state == .done || self.state == .confirmed
        guard !isDone || self.doneOn != nil else { throw Fault(.schema, at: "doneOn") }
        guard self.state != .confirmed || self.confirmedOn != nil else { throw Fault(.schema, at: "confirmedOn") }
    }
}

private struct Contest: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("type", .text(1...200, suchAs: ContestType.self))
        try member.optional("participants", .people)
        try member.optional("awards", .people)
        try member.optional("ledBy", .text(0...200, suchAs: ActingRole.self))
    }
}

/// What is competed in.
private enum ContestType: String, CaseIterable {
    case skills, teaching, classroom, post, knowledge
}

/// What a list or a plan holds.
private struct ReportItem: LinkingForm {
    var links: [ActivityEvent.Reference] = []

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("title", .text(1...1_000))
        try member.optional("measure", .text(0...1_000))
        try member.optional("owner", .text(0...200, suchAs: ActingRole.self))
        try member.optional("due", .day)
        try member.optional("doneOn", .day)
        try member.optional("answers", .object(ReferenceForm())) { $0.links.append($1.reference) }
    }
}

private struct Award: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("title", .text(1...1_000))
        try member.required("count", .people)
    }
}

private struct PlannedSession: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("day", .day)
        try member.required("kind", .oneOf(ActivityKind.self))
        try member.optional("topic", .text(0...200, suchAs: ActivityTopic.self))
    }
}

private struct WordedAudience: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("group", .text(1...200, suchAs: Audience.self))
        try member.required("count", .people)
    }
}

private struct CodedAudience: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("group", .listed(Audience.self))
        try member.required("count", .people)
    }
}

/// The days from the first to the last.
struct Days: ObjectForm {
    private var from = Day(daysSince1970: 0)
    private var through = Day(daysSince1970: 0)

    init() {}

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("from", .day) { $0.from = $1 }
        try member.required("to", .day) { $0.through = $1 }
    }

    func check() throws(Fault) {
        guard self.from <= self.through else { throw Fault(.schema, at: "to") }
    }
}
