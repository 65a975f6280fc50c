internal import Domain
internal import Machines
internal import Messages
internal import Pipeline

/// What judging one unit changes: a pure function of its facts, of what was found before and of the standpoint.
///
/// An alert is raised, or weighs otherwise than before, only where that was found by the instant up to which all is
/// settled, and where the same facts say so as of that instant: what was found, or what time has brought about, since
/// then may be undone by what is still on its way. All else is said at once.
struct UnitJudgement {
    let facts: UnitFacts
    /// The duties of which something else is found than before, in a fixed order.
    private(set) var verdicts: [FindingChange] = []
    /// The versions of alerts that follow, in a fixed order.
    private(set) var alerts: [AlertVersion] = []
    /// The first instant at which time alone can change anything.
    private(set) var nextChange: Instant?
    /// Up to when all must be settled before what is held back can be raised; none where nothing is.
    private(set) var heldUntil: Instant?

    private let standpoint: Standpoint
    private let known: [DutyName: KnownFinding]
    private let standing: [DutyName: KnownAlert]

    /// Judges a unit.
    ///
    /// A duty that was known and is owed no longer (the unit has become of another kind, the pack has dropped the
    /// requirement) is not applicable from now on.
    init(
        _ facts: UnitFacts, by judge: Judge, from standpoint: Standpoint, verdicts: [DutyName: KnownFinding],
        alerts: [DutyName: KnownAlert]
    ) throws {
        self.facts = facts
        self.standpoint = standpoint
        self.known = verdicts
        self.standing = alerts
        let now = standpoint.now
        self.nextChange = facts.nextEffect(after: now)
        var judged: Set<DutyName> = []
        for requirement in judge.pack.requirements {
            guard let cell = evaluate(requirement, facts, asOf: now, knownAt: now) else { continue }
            if let next = cell.nextChange { self.nextChange = self.nextChange.map { min($0, next) } ?? next }
            for (name, window, finding) in cell.findings(requirement.criterion) {
                judged.insert(name)
                self.note(finding, of: name, in: window)
                let decision = AlertDecision(
                    verdict: finding.verdict, severity: cell.severity, window: window, goLive: judge.goLive)
                let since = self.since(finding, of: name)
                try self.announce(decision, of: name, since: since, in: window, requirement, by: judge)
            }
        }
        for (name, gone) in verdicts.sorted(by: { $0.key < $1.key }) where !judged.contains(name) {
            self.note(Finding(verdict: .notApplicable), of: name, in: gone.window)
            try self.withdraw(name)
        }
    }

    /// The unit's next item in the due queue: as soon as the gate is open that far, where something is held.
    var nextItem: DueItem? {
        (self.heldUntil ?? self.nextChange).map { .judging(self.facts.unit, at: $0) }
    }

    /// When a duty was found to be as it is now: what else is said of its unit meanwhile does not put off its alert.
    private func since(_ finding: Finding, of name: DutyName) -> Instant {
        guard let known = self.known[name], known.finding == finding else { return self.standpoint.now }
        return known.since
    }

    private mutating func note(_ finding: Finding, of name: DutyName, in window: Period?) {
        let before = self.known[name]?.finding
        guard before != finding else { return }
        self.verdicts.append(
            FindingChange(unit: self.facts.unit, duty: name, window: window, before: before, after: finding))
    }

    private mutating func announce(
        _ decision: AlertDecision, of name: DutyName, since: Instant, in window: Period?, _ requirement: Requirement,
        by judge: Judge
    ) throws {
        let last = self.standing[name]
        let now = self.standpoint.now
        guard let step = AlertStep(decision, after: last) else { return }
        let settled = self.standpoint.settled ?? .distantPast
        if step.isAlarm(after: last), since > settled || !self.isSettled(decision, of: name, requirement, by: judge) {
            let until = since > settled ? since : now
            self.heldUntil = min(self.heldUntil ?? until, until)
            return
        }
        guard let explanation = explain(requirement, self.facts, window: window, asOf: now, knownAt: now) else {
            return
        }
        let version = try AlertVersion(explanation, name, step, measuredBy: judge.pack)
        // What stands is said again only when it is something else.
        guard step.status != .changed || version.content != last?.content else { return }
        self.alerts.append(version)
    }

    /// Whether the alert was to stand in the same way as of the instant up to which all is settled.
    private func isSettled(
        _ decision: AlertDecision, of name: DutyName, _ requirement: Requirement, by judge: Judge
    ) -> Bool {
        guard let settled = self.standpoint.settled,
            let cell = evaluate(requirement, self.facts, asOf: settled, knownAt: self.standpoint.now)
        else { return false }
        return cell.findings(requirement.criterion).contains { found in
            let then = AlertDecision(
                verdict: found.finding.verdict, severity: cell.severity, window: found.window, goLive: judge.goLive)
            return found.name == name && then == decision
        }
    }

    private mutating func withdraw(_ name: DutyName) throws {
        guard let last = self.standing[name], let step = AlertStep(.resolve, after: last) else { return }
        self.alerts.append(
            try AlertVersion(withdrawing: last, of: self.facts.unit, .duty(name), step, asOf: self.standpoint.now))
    }
}
