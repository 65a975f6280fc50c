/// A committee is elected anew before its term has ended: each election opens a window, and the next one keeps it.
struct TermTest: DutyTest {
    let rule: TermRule
    let begins: Day

    var lead: LeadTime { self.rule.lead }
    var filingDays: Int { 0 }
    var existence: Existence { .asOf }
    var record: RecordRule? { nil }

    func hasCell(_ facts: UnitFacts, _ view: Viewpoint) -> Bool { facts.hasElection(view) }

    /// A term is history where both its last day and the election after it lie before the requirement began.
    func windows(_ facts: UnitFacts, _ view: Viewpoint, meeting days: Period?) -> [DutyWindow] {
        facts.terms(view).compactMap { term in
            guard days.map({ $0.meets(term.period) }) ?? true else { return nil }
            guard term.period.through < self.begins, let next = term.next, next < self.begins else {
                return DutyWindow(term.period)
            }
            return nil
        }
    }

    func keeping(of window: DutyWindow, _ facts: UnitFacts, _ view: Viewpoint) -> Keeping {
        guard let next = facts.firstElection(after: window.period.from, view) else { return .not }
        return next <= window.period.through ? .inTime : .late
    }

    /// An election that lies ahead is a fact that takes effect.
    func nextWindow(_ facts: UnitFacts, _ view: Viewpoint) -> Instant? { nil }
}
