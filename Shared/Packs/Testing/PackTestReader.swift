internal import Domain
internal import YAML

/// Reads a test of a requirement.
struct PackTestReader {
    let requirement: Requirement

    func read(_ node: YAMLNode) throws(YAMLError) -> PackTest {
        let members = try node.mapping(
            required: ["name", "now", "expect"],
            optional: ["given", "known-at", "window", "reason", "late", "filed-late", "severity"])
        let asOf = try members.require("now").instant()
        let knownAt = try members["known-at"]?.instant() ?? asOf
        var world = SmallWorld(of: self.requirement)
        for (place, fact) in try (members["given"]?.sequence() ?? []).enumerated() {
            world.add(try self.fact(fact, number: place + 1))
        }
        return PackTest(
            requirement: self.requirement, name: try members.require("name").text(limitCharacters: 120),
            file: node.file, line: node.mark.line, expected: try self.expectation(members),
            facts: world.facts(upTo: max(asOf, knownAt)), asOf: asOf, knownAt: knownAt)
    }

    private func expectation(_ members: YAMLMapping) throws(YAMLError) -> PackExpectation {
        let node = try members.require("expect")
        let verdict: Verdict? = try node.text() == noVerdict ? nil : try node.choice()
        if verdict == .unknown, members["reason"] == nil {
            throw node.error("nothing says why it is unknown", expected: "a reason, such as filing")
        }
        return PackExpectation(
            window: try members["window"]?.day(), verdict: verdict, reason: try members["reason"]?.text(),
            isLate: try members["late"]?.boolean() ?? false,
            isFiledLate: try members["filed-late"]?.boolean() ?? false, severity: try members["severity"]?.choice())
    }

    private func fact(_ node: YAMLNode, number: Int) throws(YAMLError) -> SmallFact {
        guard let member = try node.mapping().members.first, try node.mapping().members.count == 1 else {
            throw node.error("not one fact stands here", expected: "one of: " + facts.joined(separator: ", "))
        }
        switch member.name {
        case "activity": return try self.activity(member.value, number: number)
        case "retraction": return try self.retraction(member.value)
        case "members": return try member.value.memberCount()
        case "committee": return try member.value.committee()
        case "unit": return try member.value.unitRow()
        case "waiver": return try self.waiver(member.value)
        case "dead-letter": return try self.deadLetter(member.value)
        case "source": return try member.value.source()
        case "watermark": return try member.value.watermark()
        default:
            throw node.error(
                "unknown key “\(member.name)”", expected: "one of: " + facts.joined(separator: ", "))
        }
    }

    private func activity(_ node: YAMLNode, number: Int) throws(YAMLError) -> SmallFact {
        let members = try node.mapping(
            required: ["at"],
            optional: ["id", "kind", "segments", "attendance", "report", "about", "by", "recorded"])
        let at = try members.require("at").instant()
        let detail = ActivityDetail(
            segments: try members["segments"]?.segmentMinutes(), attendance: try members["attendance"]?.attendance(),
            report: try members["report"]?.identifier(), about: try members["about"]?.identifier(),
            by: try members["by"].map { (node) throws(YAMLError) in UnitCode(rawValue: try node.identifier()) })
        return .activity(
            id: try members["id"]?.identifier() ?? "activity-\(number)",
            SmallFact.Deed(
                state: .held, kind: try self.kind(members), at: at,
                recorded: try members["recorded"]?.instant() ?? at, detail: detail))
    }

    private func retraction(_ node: YAMLNode) throws(YAMLError) -> SmallFact {
        let members = try node.mapping(required: ["of", "recorded"])
        let recorded = try members.require("recorded").instant()
        return .activity(
            id: try members.require("of").identifier(),
            SmallFact.Deed(
                state: .retracted, kind: self.requirement.kind ?? .themeDay, at: recorded, recorded: recorded,
                detail: ActivityDetail()))
    }

    private func waiver(_ node: YAMLNode) throws(YAMLError) -> SmallFact {
        let members = try node.mapping(required: ["from", "to"], optional: ["accepted", "revoked"])
        let from = try members.require("from").day()
        let to = try members.require("to").day()
        guard from <= to else { throw try members.require("to").error("“\(to)” lies before \(from)") }
        return .waiver(
            self.requirement.id, Period(from: from, through: to),
            accepted: try members["accepted"]?.instant() ?? from.start, revoked: try members["revoked"]?.instant())
    }

    private func deadLetter(_ node: YAMLNode) throws(YAMLError) -> SmallFact {
        let members = try node.mapping(required: ["at"], optional: ["kind", "code", "recorded", "ended"])
        let at = try members.require("at").instant()
        return .deadLetter(
            try self.kind(members), at: at, code: try members["code"]?.identifier() ?? "schema",
            recorded: try members["recorded"]?.instant() ?? at, ended: try members["ended"]?.instant())
    }

    /// The kind of activity that is told of: the one that the requirement asks for, unless told.
    private func kind(_ members: YAMLMapping) throws(YAMLError) -> ActivityKind {
        if let node = members["kind"] { return try node.choice() }
        guard let kind = self.requirement.kind else {
            throw YAMLError(
                file: try members.require("at").file, mark: members.mark, what: "nothing says what took place",
                expected: "a kind")
        }
        return kind
    }
}

/// What a test expects where it expects no cell, or no such window.
let noVerdict = "none"

/// The facts that a test can tell.
private let facts = [
    "activity", "retraction", "members", "committee", "unit", "waiver", "dead-letter", "source", "watermark",
]

extension Requirement {
    /// The kind of activity that it asks for.
    fileprivate var kind: ActivityKind? {
        switch self.criterion {
        case .cadence(let cadence): cadence.record.kind
        case .deadline(let deadline): deadline.record.kind
        case .reminder(let rule): rule.record.kind
        case .term, .limit: nil
        }
    }
}
