/// Judges a limit for one unit: a number stays within its bounds. It has no windows; it is asked on the as-of day.
struct LimitEvaluation {
    let requirement: Requirement
    let limit: Limit
    let facts: UnitFacts

    func cell(_ view: Viewpoint) -> Cell {
        var cell = Cell(
            requirement: self.requirement.id, word: .notApplicable, reason: nil, severity: self.requirement.severity,
            duties: [], deciding: nil, nextChange: nil)
        self.judge(&cell, view)
        if cell.word == .notMet || cell.word == .unknown,
            self.facts.waiver(of: self.requirement.id, on: view.day, view) != nil
        {
            cell.word = .waived
            cell.reason = nil
        }
        return cell
    }

    private func judge(_ cell: inout Cell, _ view: Viewpoint) {
        guard self.facts.exists(throughout: Period(from: view.day, through: view.day), view) else { return }
        switch self.facts.binds(self.requirement.binds, on: view.day, view) {
        case .notBound: return
        case .unknown(let reason): self.doubt(&cell, reason)
        case .bound: self.measure(&cell, view)
        }
    }

    private func measure(_ cell: inout Cell, _ view: Viewpoint) {
        switch self.limit.measure {
        case .members:
            guard let count = self.facts.count(view) else { return self.doubt(&cell, .noCount) }
            cell.word = self.limit.allows(count.all) ? .met : .notMet
        case .committee:
            guard let committee = self.facts.committee(on: view.day, view) else {
                cell.word = .notMet
                cell.severity = self.limit.absence ?? cell.severity
                return
            }
            cell.word = self.limit.allows(committee.members) ? .met : .notMet
        }
    }

    private func doubt(_ cell: inout Cell, _ reason: UnknownReason) {
        cell.word = .unknown
        cell.reason = reason
    }
}
