internal import Domain
internal import YAML

/// The kinds of test, each under its name.
extension YAMLMapping {
    /// How a requirement is measured; none where no kind of test stands here.
    func criterion() throws(YAMLError) -> Criterion? {
        if let node = self["cadence"] { return .cadence(try node.cadence()) }
        if let node = self["deadline"] { return .deadline(try node.deadline()) }
        if let node = self["term"] { return .term(try node.term()) }
        if let node = self["reminder"] { return .reminder(try node.reminder()) }
        return try self["limit"].map { (node) throws(YAMLError) in .limit(try node.limit()) }
    }
}

private let leads = ["lead-days", "lead-months"]

extension YAMLNode {
    fileprivate func cadence() throws(YAMLError) -> Cadence {
        let members = try self.mapping(
            required: ["kind", "every"], optional: ["segments", "quorum"] + leads + ["filing-days"])
        let record = RecordRule(
            kind: try members.require("kind").choice(), segments: try members["segments"]?.segmentRule(),
            quorum: try members["quorum"]?.quorum())
        return Cadence(
            record: record, every: try members.require("every").choice(), lead: try self.lead(members),
            filingDays: try self.filingDays(members))
    }

    fileprivate func deadline() throws(YAMLError) -> Deadline {
        let members = try self.mapping(
            required: ["kind", "from", "to"], optional: ["report", "due-inclusive"] + leads + ["filing-days"])
        let record = RecordRule(
            kind: try members.require("kind").choice(), report: try members["report"]?.identifier())
        let from = try members.require("from").day()
        let to = try members.require("to").day()
        let isInclusive = try members["due-inclusive"]?.boolean() ?? true
        let last = isInclusive ? to : to.previous
        guard from <= last else {
            throw try members.require("to").error("“\(to)” ends the window before it begins", expected: "a later day")
        }
        return Deadline(
            record: record, window: Period(from: from, through: last), lead: try self.lead(members),
            filingDays: try self.filingDays(members))
    }

    fileprivate func term() throws(YAMLError) -> TermRule {
        TermRule(lead: try self.lead(try self.mapping(required: [], optional: leads)))
    }

    fileprivate func reminder() throws(YAMLError) -> ReminderRule {
        let members = try self.mapping(
            required: ["kind", "about", "by", "months-before"], optional: leads)
        let record = RecordRule(
            kind: try members.require("kind").choice(), about: try members.require("about").identifier(),
            author: try members.require("by").choice())
        let months = try members.require("months-before").mapping(required: ["from", "to"])
        let from = try months.require("from").integer(in: 1...60)
        return ReminderRule(
            record: record, monthsBeforeFrom: from,
            monthsBeforeThrough: try months.require("to").integer(in: 0...(from - 1)), lead: try self.lead(members))
    }

    fileprivate func limit() throws(YAMLError) -> Limit {
        let members = try self.mapping(
            required: ["of", "maximum"], optional: ["minimum", "usual-maximum", "absence"])
        let maximum = try members.require("maximum").integer(in: 0...1_000_000)
        return Limit(
            measure: try members.require("of").choice(), minimum: try members["minimum"]?.integer(in: 0...maximum),
            usualMaximum: try members["usual-maximum"]?.integer(in: 0...maximum), maximum: maximum,
            absence: try members["absence"]?.choice())
    }

    private func lead(_ members: YAMLMapping) throws(YAMLError) -> LeadTime {
        switch (members["lead-days"], members["lead-months"]) {
        case (let days?, nil): .days(try days.integer(in: 0...366))
        case (nil, let months?): .months(try months.integer(in: 0...24))
        case (nil, nil): throw self.error("nothing says when it is due soon", expected: "lead-days or lead-months")
        case (_?, let months?): throw months.error("a second lead stands here", expected: "lead-days or lead-months")
        }
    }

    private func filingDays(_ members: YAMLMapping) throws(YAMLError) -> Int {
        try members["filing-days"]?.integer(in: 0...90) ?? 0
    }

    private func segmentRule() throws(YAMLError) -> SegmentRule {
        let members = try self.mapping(required: ["parts", "minutes"], optional: ["allowance-minutes"])
        let minutes = try members.require("minutes").integer(in: 1...1_440)
        return SegmentRule(
            parts: try members.require("parts").list { (node) throws(YAMLError) in try node.choice() },
            minutes: minutes,
            allowanceMinutes: try members["allowance-minutes"]?.integer(in: 0...minutes) ?? 0)
    }

    private func quorum() throws(YAMLError) -> Quorum {
        let members = try self.mapping(required: ["of", "share"])
        return Quorum(of: try members.require("of").choice(), share: try members.require("share").share())
    }

    /// Which units are bound: a list of kinds, or the kinds and what else must hold.
    func binding() throws(YAMLError) -> Binding {
        if case .sequence = self.content { return Binding(kinds: try self.kinds()) }
        let members = try self.mapping(required: ["kinds"], optional: ["except", "committee", "formal-members"])
        return Binding(
            kinds: try members.require("kinds").kinds(),
            exceptCategories: try members["except"]?.list { (node) throws(YAMLError) in try node.choice() } ?? [],
            committee: try members["committee"]?.choice(),
            minimumFormalMembers: try members["formal-members"]?.integer(in: 1...1_000_000))
    }

    private func kinds() throws(YAMLError) -> [UnitKind] {
        try self.list { (node) throws(YAMLError) in try node.choice() }
    }
}
