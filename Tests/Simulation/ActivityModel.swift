import Crypto
import Machines

/// Activity: takes events in, parks those whose unit is not there yet behind it, and lets them go when it is.
struct ActivityModel: ServiceModel {
    let service = ServiceName.activity

    /// An event as the sorter sees it.
    struct Carried: Parkable {
        let event: Message.Event
        /// Its place in the poll; nil for one that waited.
        let index: Int?
        let waitsBehind: ParkingKey?

        var identity: Digest16 { Message.held(self.event).identity }
        var candidate: Triage<ParkingKey>.Candidate {
            Triage.Candidate(
                identity: self.identity, content: Message.held(self.event).fingerprint,
                needs: [ParkingKey(unit: self.event.unit)], provides: nil)
        }
        var source: String { "source" }
        var isVersion: Bool { false }
        var refusalOfConflict: String { "conflict" }
        func refusal(missing key: ParkingKey) -> String { "missing" }
    }

    /// What is known, and of which keys it is certain because they are locked.
    private struct Settling {
        var events: [Carried] = []
        var arrived: [ParkingKey] = []
        var knowledge = Sorter<Carried>.Knowledge()
        var locked: Set<ParkingKey> = []
        /// Records that are refused as they are.
        var letters: [Message.Event] = []
    }

    func steps(for records: [Incoming], _ minutes: Minutes) -> [Step] {
        var settling = Settling()
        settling.knowledge.triage.seen = minutes.seen
        for record in records {
            switch record.message {
            case .held(let event) where minutes.isCondemned:
                settling.letters.append(event)
                minutes.dispositions[record.index] = \.refused
            case .held(let event):
                settling.events.append(Carried(event: event, index: record.index, waitsBehind: nil))
            case .registered(let unit, _):
                settling.arrived.append(ParkingKey(unit: unit))
                minutes.dispositions[record.index] = \.applied
            default: minutes.dispositions[record.index] = \.refused
            }
        }
        return [
            .act { tables, _ throws(WriteFailure) in
                var settling = settling
                for key in Set(settling.events.map { ParkingKey(unit: $0.event.unit) }) {
                    Self.look(at: key, in: tables, &settling.knowledge)
                }
                return try self.settle(settling, minutes)
            }
        ]
    }

    /// What is there of a key, as far as it can be seen without its lock.
    private static func look(
        at key: ParkingKey, in tables: Tables, _ knowledge: inout Sorter<Carried>.Knowledge
    ) {
        let unit = key.unitNumber
        if tables.units.contains(unit) { knowledge.triage.present.insert(key) }
        if tables.parked[unit] != nil {
            knowledge.triage.parked.insert(key)
        } else {
            knowledge.triage.parked.remove(key)
        }
    }

    /// Sorts; locks the keys that matter and sorts once more, until there are no others.
    private func settle(_ settling: Settling, _ minutes: Minutes) throws(WriteFailure) -> [Step] {
        let decision = Sorter.sort(settling.events, knowing: settling.knowledge, arrived: settling.arrived)
        let unlocked = decision.touched.subtracting(settling.locked).sorted()
        guard unlocked.isEmpty else {
            return [
                .lock(unlocked.map { .parkingKey($0.unitNumber) }),
                .act { tables, _ throws(WriteFailure) in
                    var settling = settling
                    for key in unlocked {
                        Self.look(at: key, in: tables, &settling.knowledge)
                        settling.locked.insert(key)
                        guard decision.letGo.contains(key), let waiting = tables.parked[key.unitNumber] else {
                            continue
                        }
                        // What is let go is at hand from now on.
                        settling.knowledge.triage.parked.remove(key)
                        settling.events += waiting.map { Carried(event: $0, index: nil, waitsBehind: key) }
                    }
                    return try self.settle(settling, minutes)
                },
            ]
        }
        return try self.write(settling, decision, minutes)
    }

    private func write(
        _ settling: Settling, _ decision: Sorter<Carried>.Decision, _ minutes: Minutes
    ) throws(WriteFailure) -> [Step] {
        var claimed: [Message] = []
        var letters = settling.letters
        var parked: [Message.Event] = []
        for (carried, outcome) in zip(settling.events, decision.outcomes) {
            guard let index = carried.index else { continue }
            switch outcome {
            case .applied:
                guard !carried.event.isPoison else { throw .value }
                claimed.append(.held(carried.event))
                minutes.dispositions[index] = \.applied
            case .parked:
                guard !carried.event.isPoison else { throw .value }
                claimed.append(.held(carried.event))
                parked.append(carried.event)
                minutes.dispositions[index] = \.parked
            case .duplicate: minutes.dispositions[index] = \.duplicate
            case .refused:
                letters.append(carried.event)
                minutes.dispositions[index] = \.refused
            }
        }
        let applied = decision.applied.map { settling.events[$0] }
        let released = Set(applied.compactMap(\.waitsBehind?.unitNumber))
        let entries = applied.map { carried in
            NewEntry(
                lane: self.service.lane(ofUnit: carried.event.unit), topic: .activityJournal,
                message: .accepted(event: carried.event.id, unit: carried.event.unit))
        }
        let refusals = letters.map { event in
            NewEntry(
                lane: self.service.lane(ofUnit: event.unit), topic: .letters, message: .refused(event: event.id))
        }
        let change = Step.act { _, session in
            session.change { tables in
                for unit in released { tables.parked[unit] = nil }
                for event in parked { tables.parked[event.unit, default: []].append(event) }
                tables.facts += applied.map(\.event)
                tables.letters += letters
            }
            return []
        }
        return self.claim(claimed) + [change] + minutes.journalling.steps(entries + refusals)
    }
}

extension ParkingKey {
    fileprivate init(unit: Int) { self = .unit("\(unit)") }
    fileprivate var unitNumber: Int { self.unit.flatMap { Int($0) } ?? -1 }
}
