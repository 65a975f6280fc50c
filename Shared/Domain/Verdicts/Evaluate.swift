/// Says what can be said of a requirement for a unit: as of one instant, as far as it was known at another.
///
/// It is a pure function of its arguments; nothing else is looked at, no clock either.
///
/// - Returns: nil where the unit has no such cell, because it is not known, or not of a kind that the requirement
///   binds, on the as-of day, or has had no election where the requirement is about terms. A unit that has ended keeps
///   the cells of its last row.
public func evaluate(_ requirement: Requirement, _ facts: UnitFacts, asOf: Instant, knownAt: Instant) -> Cell? {
    let view = Viewpoint(asOf: asOf, knownAt: knownAt)
    guard let row = facts.row(on: view.day, view), requirement.binds.kinds.contains(facts.units[row].kind) else {
        return nil
    }
    switch requirement.criterion {
    case .cadence(let cadence):
        let test = CadenceTest(cadence: cadence, begins: requirement.begins)
        return DutyEvaluation(requirement: requirement, test: test, facts: facts).cell(view)
    case .deadline(let deadline):
        let test = DeadlineTest(deadline: deadline)
        return DutyEvaluation(requirement: requirement, test: test, facts: facts).cell(view)
    case .term(let rule):
        let test = TermTest(rule: rule, begins: requirement.begins)
        return DutyEvaluation(requirement: requirement, test: test, facts: facts).cell(view)
    case .reminder(let rule):
        let test = ReminderTest(rule: rule, begins: requirement.begins)
        return DutyEvaluation(requirement: requirement, test: test, facts: facts).cell(view)
    case .limit(let limit):
        return LimitEvaluation(requirement: requirement, limit: limit, facts: facts).cell(view)
    }
}
