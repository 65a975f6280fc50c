/// Says what can be said of a requirement for a unit: as of one instant, as far as it was known at another.
///
/// It is a pure function of its arguments; nothing else is looked at, no clock either.
///
/// - Parameter days: Only duties all of whose days lie among these are judged, and those that rest on no records, so
///   that no records of other days have to be among the facts; all duties where nil. What is said of one is the same
///   either way, and so is the next change where `days` are those of `days(toJudge:)`. The word is that of the duties
///   that were judged.
/// - Returns: nil where the unit has no such cell, because it is not known, or not of a kind that the requirement
///   binds, on the as-of day, or has had no election where the requirement is about terms. A unit that has ended keeps
///   the cells of its last row.
public func evaluate(
    _ requirement: Requirement, _ facts: UnitFacts, asOf: Instant, knownAt: Instant, among days: Period? = nil
) -> Cell? {
    let choice = days.map { WindowChoice.among($0) } ?? .all
    return evaluate(requirement, facts, Viewpoint(asOf: asOf, knownAt: knownAt), choice)
}

/// The same for a choice of windows.
func evaluate(
    _ requirement: Requirement, _ facts: UnitFacts, _ view: Viewpoint, _ choice: WindowChoice
) -> Cell? {
    guard let row = facts.row(on: view.day, view), requirement.binds.kinds.contains(facts.units[row].kind) else {
        return nil
    }
    func cell(_ test: some DutyTest) -> Cell? {
        DutyEvaluation(requirement: requirement, test: test, facts: facts).cell(view, choice)
    }
    let begins = requirement.begins
    switch requirement.criterion {
    case .cadence(let cadence): return cell(CadenceTest(cadence: cadence, begins: begins))
    case .deadline(let deadline): return cell(DeadlineTest(deadline: deadline))
    case .term(let rule): return cell(TermTest(rule: rule, begins: begins))
    case .reminder(let rule): return cell(ReminderTest(rule: rule, begins: begins))
    case .limit(let limit):
        return LimitEvaluation(requirement: requirement, limit: limit, facts: facts).cell(view)
    }
}
