internal import Domain
internal import Facts
internal import Messages
internal import Pipeline

extension Provenance {
    /// What is computed from the facts of a unit.
    init(_ findings: UnitFindings, at positions: FactPositions, pack: Pack, asOf: Instant) {
        let facts = findings.facts
        self.init(
            asOf: asOf, pack: PackEdition(pack), inputs: facts.digest,
            positions: Positions(
                registry: positions.registry, lane: Lane.index(ofUnit: facts.unit.rawValue),
                activity: positions.activity(of: facts.unit), watermarks: positions.watermarks,
                waivers: positions.supervision(of: facts.unit)),
            days: findings.days)
    }
}

extension FindingChange {
    /// The change as an entry of the journal.
    func entry(on topic: Topic, _ provenance: Provenance) -> JournalEntry {
        let fact = VerdictChanged(
            unit: self.unit, requirement: self.duty.requirement, window: self.window, from: self.before?.verdict,
            to: self.after, provenance: provenance)
        let unit = self.unit.rawValue
        return JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: unit), key: Array(unit.utf8), type: VerdictChanged.type,
            value: fact.data)
    }
}
