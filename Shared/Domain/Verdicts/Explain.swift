/// Explains a verdict: the same answer as `evaluate` gives, with everything it rests on.
///
/// - Parameter window: The window that is asked for; nil for the one that gives the cell its word, and for a limit.
/// - Returns: nil where the unit has no such cell, and where the window is not one that the cell judges.
public func explain(
    _ requirement: Requirement, _ facts: UnitFacts, window: Period? = nil, asOf: Instant, knownAt: Instant
) -> Explanation? {
    let view = Viewpoint(asOf: asOf, knownAt: knownAt)
    guard let cell = evaluate(requirement, facts, view, window.map { .only($0) } ?? .all),
        let unit = facts.version(asOf: asOf, knownAt: knownAt)
    else { return nil }
    let duty = cell.deciding
    if window != nil, duty == nil { return nil }

    let verdict = duty?.verdict ?? cell.word
    let reason = duty?.reason ?? cell.reason
    let day = min(view.day, duty?.window.through ?? view.day)
    let evidence = Evidence(requirement, facts, of: duty, view)
    let phrases = Phrases(requirement: requirement, window: duty?.window, reason: reason, evidence: evidence)
    return Explanation(
        unit: unit, path: facts.path(asOf: asOf, knownAt: knownAt), requirement: requirement, duty: duty,
        verdict: verdict, reason: reason, severity: cell.severity, counted: evidence.counted,
        notCounted: evidence.notCounted, sources: evidence.sources, count: evidence.count,
        committee: evidence.committee, waiver: verdict == .waived ? evidence.waiver : nil,
        missing: phrases.missing(verdict), note: phrases.note(verdict),
        mend: phrases.mend(verdict).map { Mend(text: $0, by: duty?.due) },
        owedBy: requirement.owedBy.map { facts.addressee($0, on: day, view) },
        tell: requirement.tell.map { facts.addressee($0, on: day, view) }, asOf: asOf, knownAt: knownAt)
}

extension UnitFacts {
    /// Where a seat is on a day, seen from the unit.
    fileprivate func addressee(_ seat: Seat, on day: Day, _ view: Viewpoint) -> Addressee {
        let lineage = self.lineage(on: day, view)
        let above = lineage.dropFirst()
        let committee = above.first { code in
            self.row(of: code, on: day, view).map { self.units[$0].kind == .committee } ?? false
        }
        let place: UnitCode? =
            switch seat.place {
            case .unit: self.unit
            case .superior: above.first
            case .superiorsSuperior: above.dropFirst().first
            case .committee: committee
            }
        let unit = place ?? lineage.last ?? self.unit
        guard seat.role == Seat.head else { return Addressee(role: seat.role, unit: unit) }
        let kind = self.row(of: unit, on: day, view).map { self.units[$0].kind }
        return Addressee(role: kind?.leadingPost ?? seat.role, unit: unit)
    }
}
