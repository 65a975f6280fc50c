internal import Domain
internal import Messages
internal import Pipeline

/// What judging one unit changes: a pure function of its facts, of what was found before and of the instant.
struct UnitJudgement {
    let facts: UnitFacts
    /// The duties of which something else is found than before, in a fixed order.
    private(set) var verdicts: [FindingChange] = []
    /// The versions of alerts that follow, in a fixed order.
    private(set) var alerts: [AlertVersion] = []
    /// The first instant at which time alone can change anything.
    private(set) var nextChange: Instant?

    private let asOf: Instant
    private let known: [DutyName: KnownFinding]
    private let standing: [DutyName: KnownAlert]

    /// Judges a unit.
    ///
    /// A duty that was known and is owed no longer (the unit has become of another kind, the pack has dropped the
    /// requirement) is not applicable from now on.
    init(
        _ facts: UnitFacts, by judge: Judge, asOf: Instant, verdicts: [DutyName: KnownFinding],
        alerts: [DutyName: KnownAlert]
    ) throws {
        self.facts = facts
        self.asOf = asOf
        self.known = verdicts
        self.standing = alerts
        self.nextChange = facts.nextEffect(after: asOf)
        var judged: Set<DutyName> = []
        for requirement in judge.pack.requirements {
            guard let cell = evaluate(requirement, facts, asOf: asOf, knownAt: asOf) else { continue }
            if let next = cell.nextChange { self.nextChange = self.nextChange.map { min($0, next) } ?? next }
            for (name, window, finding) in cell.findings(requirement.criterion) {
                judged.insert(name)
                self.note(finding, of: name, in: window)
                let decision = AlertDecision(
                    verdict: finding.verdict, severity: cell.severity, window: window, goLive: judge.goLive)
                try self.announce(decision, of: name, in: window, requirement, by: judge)
            }
        }
        for (name, gone) in verdicts.sorted(by: { $0.key < $1.key }) where !judged.contains(name) {
            self.note(Finding(verdict: .notApplicable), of: name, in: gone.window)
            try self.withdraw(name)
        }
    }

    /// The unit's next item in the due queue.
    var nextItem: DueItem? {
        self.nextChange.map { .judging(self.facts.unit, becauseOfTimeAt: $0) }
    }

    private mutating func note(_ finding: Finding, of name: DutyName, in window: Period?) {
        let before = self.known[name]?.finding
        guard before != finding else { return }
        self.verdicts.append(
            FindingChange(unit: self.facts.unit, duty: name, window: window, before: before, after: finding))
    }

    private mutating func announce(
        _ decision: AlertDecision, of name: DutyName, in window: Period?, _ requirement: Requirement, by judge: Judge
    ) throws {
        let last = self.standing[name]
        guard let step = AlertStep(decision, after: last),
            let explanation = explain(requirement, self.facts, window: window, asOf: self.asOf, knownAt: self.asOf)
        else { return }
        let version = try AlertVersion(explanation, name, step, measuredBy: judge.pack)
        // What stands is said again only when it is something else.
        guard step.status != .changed || version.content != last?.content else { return }
        self.alerts.append(version)
    }

    private mutating func withdraw(_ name: DutyName) throws {
        guard let last = self.standing[name], let step = AlertStep(.resolve, after: last) else { return }
        self.alerts.append(
            try AlertVersion(withdrawing: last, of: self.facts.unit, .duty(name), step, asOf: self.asOf))
    }
}

extension Cell {
    /// What was found of each duty; a limit is one without a window.
    fileprivate func findings(_ criterion: Criterion) -> [(name: DutyName, window: Period?, finding: Finding)] {
        guard criterion.hasWindows else {
            return [(DutyName(requirement: self.requirement, from: nil), nil, Finding(limit: self))]
        }
        return self.duties.map {
            (DutyName(requirement: self.requirement, from: $0.window.from), $0.window, Finding($0))
        }
    }
}
