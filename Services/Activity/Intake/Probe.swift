internal import Crypto
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// What is asked of the store in the first trip of a transaction, and what its answers mean.
enum Probe {
    /// Asks for events, units and keys of a batch.
    static func statements(_ arrivals: Arrivals, units: KnownUnits) -> [SQL] {
        let keys = arrivals.units.map(ParkingKey.unit) + arrivals.targets.map(ParkingKey.target)
        return [
            SeenTable.known(arrivals.identities),
            RecordTable.records(of: arrivals.targets),
            "SELECT DISTINCT code FROM registry.unit_v1 WHERE code = ANY(\(units.unknown(arrivals.units)))",
            "SELECT key FROM parked_key WHERE waiting > 0 AND key = ANY(\(keys.map(\.text)))",
        ]
    }

    /// What the answers to `statements` say.
    static func knowledge(_ answers: [Rows], of arrivals: Arrivals, units: KnownUnits) throws -> Sorter<Fact>.Knowledge
    {
        var knowledge = Sorter<Fact>.Knowledge()
        knowledge.triage.seen.reserveCapacity(arrivals.identities.count)
        for row in answers[0] {
            let event: Digest16 = try row.decode(0)
            if let content = try row.decode(1, as: Digest16?.self) {
                knowledge.triage.seen[event] = content
            } else {
                knowledge.awaited.insert(event)
            }
            if try row.decode(2, as: Bool.self) { knowledge.triage.present.insert(.target(event)) }
        }
        for event in try answers[1].decode("event", as: Digest16.self) {
            knowledge.triage.present.insert(.target(event))
        }
        let found = try answers[2].decode("code", as: String.self)
        for code in units.known(arrivals.units, found: found) { knowledge.triage.present.insert(.unit(code)) }
        for text in try answers[3].decode("key", as: String.self) {
            if let key = ParkingKey(text) { knowledge.triage.parked.insert(key) }
        }
        return knowledge
    }
}
