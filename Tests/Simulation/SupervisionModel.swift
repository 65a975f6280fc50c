import Domain
import Machines

/// Supervision: judges the units that records touch, and those whose time has come, from what the owners' tables say.
struct SupervisionModel: ServiceModel {
    let service = ServiceName.supervision

    /// How many windows of time there are, and how long each lasts by the business clock.
    static let windowCount = 3
    static let windowLength = 150

    /// What is found of a unit as of an instant.
    static func verdicts(of unit: Int, _ facts: [Message.Event], asOf now: Int) -> [Verdict] {
        (0..<Self.windowCount).map { window in
            if facts.contains(where: { $0.unit == unit && $0.window == window }) { return .met }
            return now >= (window + 1) * Self.windowLength ? .notMet : .open
        }
    }

    /// The first instant at which time alone can change what is found.
    static func nextChange(_ verdicts: [Verdict]) -> Int? {
        verdicts.firstIndex(of: .open).map { ($0 + 1) * Self.windowLength }
    }

    func steps(for records: [Incoming], _ minutes: Minutes) -> [Step] {
        var units: Set<Int> = []
        for record in records {
            switch record.message {
            case .registered(let unit, _): units.insert(unit)
            // The record says where to look; what is so is read from the tables.
            case .accepted(_, let unit): units.insert(unit)
            default: break
            }
            minutes.dispositions[record.index] = \.applied
        }
        return self.judge(units.sorted(), at: minutes.accepted, minutes.journalling)
    }

    /// Judges units, whose items in the due queue are their locks.
    func judge(_ units: [Int], at now: Int, _ journalling: Journalling) -> [Step] {
        guard !units.isEmpty else { return [] }
        return [
            .lock(units.map { .due(self.service, Self.key($0)) }),
            .act { tables, session in
                var entries: [NewEntry] = []
                for unit in units where tables.units.contains(unit) {
                    entries += self.judge(unit, at: now, tables, session)
                }
                return journalling.steps(entries)
            },
        ]
    }

    private func judge(_ unit: Int, at now: Int, _ tables: Tables, _ session: Session) -> [NewEntry] {
        let verdicts = Self.verdicts(of: unit, tables.facts, asOf: now)
        let next = Self.nextChange(verdicts).map { at in
            DueItem(what: "judge", key: Self.key(unit), at: Instant(microseconds: Int64(at)), clock: .business)
        }
        session.change { tables in
            tables.verdicts[unit] = verdicts
            tables[.supervision].due[Self.key(unit)] = next
        }
        var entries: [NewEntry] = []
        for (window, verdict) in verdicts.enumerated() {
            let name = AlertName(unit: unit, window: window)
            let last = tables.alerts[name]
            guard (verdict == .notMet) != (last?.isStanding ?? false) else { continue }
            let alert = KnownAlert(version: (last?.version ?? 0) + 1, isStanding: verdict == .notMet)
            session.change { $0.alerts[name] = alert }
            entries.append(
                NewEntry(
                    lane: self.service.lane(ofUnit: unit), topic: .alerts,
                    message: .alert(name, version: alert.version, isStanding: alert.isStanding)))
        }
        return entries
    }

    static func key(_ unit: Int) -> String { "\(unit)" }
}
