internal import Domain

/// A unit and what can be said of it.
struct BoardRow {
    /// The unit as the register has it on the as-of day.
    let unit: UnitVersion
    /// Where it stands, as `/c/g-02/b-0103`.
    let path: String
    /// A cell for each requirement that binds it, in the order of the requirements.
    let cells: [(requirement: Requirement, cell: Cell)]

    /// The row of a unit; nil where the question leaves it out.
    init?(_ facts: UnitFacts, _ question: BoardQuestion) {
        let (asOf, knownAt) = (question.asOf, question.knownAt)
        guard let unit = facts.version(asOf: asOf, knownAt: knownAt),
            question.scope == .all || facts.exists(asOf: asOf, knownAt: knownAt)
        else { return nil }
        self.unit = unit
        self.path = facts.path(asOf: asOf, knownAt: knownAt)
        if let top = question.top, !"\(self.path)/".contains("/\(top)/") { return nil }
        self.cells = question.requirements.compactMap { requirement in
            evaluate(requirement, facts, asOf: asOf, knownAt: knownAt).map { (requirement, $0) }
        }
    }
}
