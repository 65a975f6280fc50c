import Crypto
import Machines

/// Gathers what a transaction journals, and numbers it as the last thing before COMMIT.
final class Journalling {
    private let service: ServiceName
    private let watch: Watch
    private var heads: [Int: LaneHead] = [:]

    init(_ service: ServiceName, watch: Watch) {
        self.service = service
        self.watch = watch
    }

    /// The steps that number entries, as the machine orders them.
    func steps(_ entries: [NewEntry]) -> [Step] {
        guard !entries.isEmpty else { return [] }
        let asked = LaneNumbering.steps(for: Set(entries.map(\.lane.number))).map { step -> Step in
            switch step {
            case .lock(let lanes): .lock(lanes.map { .lane(LaneName(service: self.service, number: $0)) })
            case .read(let lanes):
                .act { tables, _ in
                    for lane in lanes { self.heads[lane] = tables[self.service].heads[lane] ?? .beginning }
                    return []
                }
            }
        }
        return asked + [
            .act { tables, session throws(WriteFailure) in
                try self.write(entries, tables, session)
                return []
            }
        ]
    }

    private func write(_ entries: [NewEntry], _ tables: Tables, _ session: Session) throws(WriteFailure) {
        let service = self.service
        var numbering = LaneNumbering(heads: self.heads)
        var hasher = SHA256()
        for new in entries {
            let position = numbering.next(in: new.lane.number)
            numbering.extend(new.lane.number, over: new.message.digest, with: &hasher)
            let entry = SimulatedEntry(name: new.lane, position: position, topic: new.topic, message: new.message)
            if let last = tables[service].journal[new.lane.number]?.last, last.position >= position {
                // The table's key refuses it; that it comes so far is what the lock is there to prevent.
                self.watch.report(.audit, "\(entry.place) was given to two entries")
                throw .taken
            }
            session.change { $0[service].journal[new.lane.number, default: []].append(entry) }
        }
        let heads = numbering.heads
        session.change { tables in tables[service].heads.merge(heads) { _, new in new } }
    }
}
