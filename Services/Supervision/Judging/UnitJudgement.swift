internal import Domain
internal import Machines
internal import Messages
internal import Pipeline

/// What judging one unit changes: a pure function of what is found, of what was found before and of the standpoint.
///
/// An alert is raised, or weighs otherwise than before, only where that was found by the instant up to which all is
/// settled, and where the same facts say so as of that instant: what was found, or what time has brought about, since
/// then may be undone by what is still on its way. All else is said at once.
struct UnitJudgement {
    let findings: UnitFindings
    /// The duties of which something else is found than before, in a fixed order.
    private(set) var verdicts: [FindingChange] = []
    /// The versions of alerts that follow, in a fixed order.
    private(set) var alerts: [AlertVersion] = []
    /// Up to when all must be settled before what is held back can be raised; none where nothing is.
    private(set) var heldUntil: Instant?
    /// The days that are to be looked at again the next time.
    private(set) var daysAhead: Period?

    private let standpoint: Standpoint
    private let known: [DutyName: KnownFinding]
    private let standing: [DutyName: KnownAlert]

    /// Compares what is found with what was.
    ///
    /// Where all duties were judged, one that was known and is owed no longer (the unit has become of another kind, the
    /// pack has dropped the requirement) is not applicable from now on.
    /// - Parameters:
    ///   - verdicts: The last verdicts of the duties that were judged; of all of the unit's, where all were.
    ///   - alerts: The alerts of the same.
    init(
        _ findings: UnitFindings, by judge: Judge, from standpoint: Standpoint, verdicts: [DutyName: KnownFinding],
        alerts: [DutyName: KnownAlert]
    ) throws {
        self.findings = findings
        self.standpoint = standpoint
        self.known = verdicts
        self.standing = alerts
        self.daysAhead = findings.facts.days(ahead: judge.pack.requirements, of: standpoint.now)
        for found in findings.found {
            self.note(found.finding, of: found.name, in: found.window)
            try self.announce(found, by: judge)
        }
        guard findings.days == nil else { return }
        let judged = Set(findings.found.map(\.name))
        for (name, gone) in verdicts.sorted(by: { $0.key < $1.key }) where !judged.contains(name) {
            self.note(Finding(verdict: .notApplicable), of: name, in: gone.window)
            try self.withdraw(name)
        }
    }

    /// The unit's next item in the due queue: as soon as the gate is open that far, where something is held.
    var nextItem: DueItem? {
        (self.heldUntil ?? self.findings.nextChange).map { .judging(self.unit, at: $0) }
    }

    private var unit: UnitCode { self.findings.facts.unit }

    /// When a duty was found to be as it is now: what else is said of its unit meanwhile does not put off its alert.
    private func since(_ finding: Finding, of name: DutyName) -> Instant {
        guard let known = self.known[name], known.finding == finding else { return self.standpoint.now }
        return known.since
    }

    private mutating func note(_ finding: Finding, of name: DutyName, in window: Period?) {
        let before = self.known[name]?.finding
        guard before != finding else { return }
        self.verdicts.append(
            FindingChange(unit: self.unit, duty: name, window: window, before: before, after: finding))
    }

    private mutating func announce(_ found: UnitFindings.Found, by judge: Judge) throws {
        let last = self.standing[found.name]
        let now = self.standpoint.now
        let decision = AlertDecision(
            verdict: found.finding.verdict, severity: found.severity, window: found.window, goLive: judge.goLive)
        guard let step = AlertStep(decision, after: last) else { return }
        let settled = self.standpoint.settled ?? .distantPast
        let since = self.since(found.finding, of: found.name)
        if step.isAlarm(after: last), since > settled || !self.isSettled(decision, found, by: judge) {
            let until = since > settled ? since : now
            self.heldUntil = min(self.heldUntil ?? until, until)
            if let days = found.days { self.daysAhead = self.daysAhead?.joined(with: days) ?? days }
            return
        }
        let facts = self.findings.facts
        guard let explanation = explain(found.requirement, facts, window: found.window, asOf: now, knownAt: now)
        else { return }
        let version = try AlertVersion(explanation, found.name, step, measuredBy: judge.pack)
        // What stands is said again only when it is something else.
        guard step.status != .changed || version.content != last?.content else { return }
        self.alerts.append(version)
    }

    /// Whether the alert was to stand in the same way as of the instant up to which all is settled.
    private func isSettled(_ decision: AlertDecision, _ found: UnitFindings.Found, by judge: Judge) -> Bool {
        guard let settled = self.standpoint.settled,
            let cell = evaluate(
                found.requirement, self.findings.facts, asOf: settled, knownAt: self.standpoint.now,
                among: self.findings.days)
        else { return false }
        return cell.findings(found.requirement.criterion).contains { before in
            let then = AlertDecision(
                verdict: before.finding.verdict, severity: cell.severity, window: before.window, goLive: judge.goLive)
            return before.name == found.name && then == decision
        }
    }

    private mutating func withdraw(_ name: DutyName) throws {
        guard let last = self.standing[name], let step = AlertStep(.resolve, after: last) else { return }
        self.alerts.append(
            try AlertVersion(withdrawing: last, of: self.unit, .duty(name), step, asOf: self.standpoint.now))
    }
}
