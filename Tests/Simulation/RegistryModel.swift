import Machines

/// The registry: carries each command out once, and says so in its journal.
struct RegistryModel: ServiceModel {
    let service = ServiceName.registry

    func steps(for records: [Incoming], _ minutes: Minutes) -> [Step] {
        var triage = Triage<Int>(Triage.Knowledge(seen: minutes.seen))
        var accepted: [(message: Message, command: Int, unit: Int)] = []
        for record in records {
            guard case .register(let command, let unit) = record.message, !minutes.isCondemned else {
                minutes.dispositions[record.index] = \.refused
                continue
            }
            let verdict = triage.sort(
                Triage.Candidate(
                    identity: record.message.identity, content: record.message.fingerprint, needs: [], provides: nil))
            switch verdict {
            case .apply:
                accepted.append((record.message, command, unit))
                minutes.dispositions[record.index] = \.applied
            case .duplicate: minutes.dispositions[record.index] = \.duplicate
            case .conflict, .park: minutes.dispositions[record.index] = \.refused
            }
        }
        let units = accepted.map(\.unit)
        let lane = self.service.lane(ofUnit: 0)
        return self.claim(accepted.map(\.message))
            + [
                .act { _, session in
                    session.change { $0.units.formUnion(units) }
                    return []
                }
            ]
            + minutes.journalling.steps(
                accepted.map {
                    NewEntry(
                        lane: lane, topic: .registryJournal, message: .registered(unit: $0.unit, command: $0.command))
                })
    }
}
