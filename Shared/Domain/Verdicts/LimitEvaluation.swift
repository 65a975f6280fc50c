/// Judges a limit for one unit: a number stays within a bound. It has no windows; it is asked on the as-of day.
struct LimitEvaluation {
    let requirement: Requirement
    let limit: Limit
    let facts: UnitFacts

    func cell(_ view: Viewpoint) -> Cell {
        let (verdict, reason) = self.verdict(view)
        let nextChange = view.asOf == view.knownAt ? self.facts.nextEffect(after: view.asOf) : nil
        return Cell(
            requirement: self.requirement.id, word: verdict, reason: reason, duties: [], deciding: nil,
            nextChange: nextChange)
    }

    private func verdict(_ view: Viewpoint) -> (Verdict, UnknownReason?) {
        guard self.facts.exists(throughout: Period(from: view.day, through: view.day), view) else {
            return (.notApplicable, nil)
        }
        guard let count = self.facts.count(view) else { return (.unknown, .noCount) }
        return (self.limit.value(of: count) <= self.limit.maximum ? .met : .notMet, nil)
    }
}

extension Limit {
    /// What the limit counts.
    func value(of count: MemberCount) -> Int {
        switch self.measure {
        case .members: count.formal + count.probationary
        }
    }
}
