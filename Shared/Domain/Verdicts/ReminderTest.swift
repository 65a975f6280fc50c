/// Somebody above reminds a unit that its committee's term ends: a window before the end of each term.
struct ReminderTest: DutyTest {
    let rule: ReminderRule
    let begins: Day

    var lead: LeadTime { self.rule.lead }
    var filingDays: Int { 0 }
    var record: RecordRule? { self.rule.record }

    func hasCell(_ facts: UnitFacts, _ view: Viewpoint) -> Bool {
        facts.hasElection(view) && self.hasDebtor(facts, on: view.day, view)
    }

    /// It is the parent that owes it.
    func hasDebtor(_ facts: UnitFacts, on day: Day, _ view: Viewpoint) -> Bool {
        facts.row(on: day, view).map { facts.units[$0].parent != nil } ?? false
    }

    /// Nobody is to be reminded of an election that took place before the reminder's window had closed.
    func windows(_ facts: UnitFacts, _ view: Viewpoint, meeting days: Period?) -> [DutyWindow] {
        facts.terms(view).compactMap { term in
            let last = term.period.through
            let window = self.rule.window(beforeTermEnding: last)
            guard window.from <= view.day, window.through >= self.begins, days.map({ $0.meets(window) }) ?? true else {
                return nil
            }
            if let next = term.next, next <= window.through { return nil }
            return DutyWindow(window, lateThrough: last)
        }
    }

    func nextWindow(_ facts: UnitFacts, _ view: Viewpoint) -> Instant? {
        facts.terms(view).map { self.rule.window(beforeTermEnding: $0.period.through).start }
            .filter { view.asOf < $0 }.min()
    }
}
