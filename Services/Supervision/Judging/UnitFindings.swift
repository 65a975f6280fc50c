internal import Domain

/// What is found of duties of one unit: a pure function of its facts and of the instant.
struct UnitFindings {
    /// What is found of one duty.
    struct Found {
        let requirement: Requirement
        let severity: Severity
        let name: DutyName
        /// None for a limit.
        let window: Period?
        /// On which days what it rests on took place; none where it rests on the register alone.
        let days: Period?
        let finding: Finding
    }

    let facts: UnitFacts
    /// The days whose duties were judged; all where there are none.
    let days: Period?
    /// The duties that were judged, in a fixed order.
    private(set) var found: [Found] = []
    /// The first instant at which time alone can change anything.
    private(set) var nextChange: Instant?

    /// Judges by a pack.
    /// - Parameters:
    ///   - facts: With the records and letters of the days.
    ///   - days: Those of `UnitFacts.days(toJudge:since:told:now:)`.
    init(_ facts: UnitFacts, among days: Period?, by pack: Pack, asOf now: Instant) {
        self.facts = facts
        self.days = days
        self.nextChange = facts.nextEffect(after: now)
        for requirement in pack.requirements {
            guard let cell = evaluate(requirement, facts, asOf: now, knownAt: now, among: days) else { continue }
            if let next = cell.nextChange { self.nextChange = self.nextChange.map { min($0, next) } ?? next }
            let duties = cell.duties.map(\.days)
            for (place, found) in cell.findings(requirement.criterion).enumerated() {
                self.found.append(
                    Found(
                        requirement: requirement, severity: cell.severity, name: found.name, window: found.window,
                        days: requirement.criterion.record == nil ? nil : duties[place], finding: found.finding))
            }
        }
    }
}
