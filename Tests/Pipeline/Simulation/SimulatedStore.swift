import Crypto
import Pipeline

/// The database: what is committed, and transactions that see it as READ COMMITTED does.
struct SimulatedStore {
    struct Fact: Hashable {
        let identity: Digest16
        let sequence: Int
        let unit: String
        let partition: Partition?
    }

    struct Tally: Equatable {
        var applied = 0
        var duplicate = 0
        var refused = 0
        var parked = 0
        var sum: Int { self.applied + self.duplicate + self.refused + self.parked }
    }

    private(set) var rows: [Partition: Claim] = [:]
    private(set) var taken: [Partition: Int] = [:]
    private(set) var tally = Tally()
    private(set) var seen: [Digest16: Digest16] = [:]
    private(set) var facts: [Fact] = []
    private(set) var waiting: [String: [SimulatedRecord]] = [:]
    private(set) var units: Set<String> = []
    private(set) var journal: [Int: [SimulatedEntry]] = [:]
    private(set) var published: [Int: Int64] = [:]
    private(set) var leaseToken: Int64 = 0
    /// Epochs with which something was written after a higher one had: must stay empty.
    private(set) var zombies: [Claim] = []

    static let laneCount = 4

    mutating func claim(_ partitions: [Partition]) -> [Claim] {
        partitions.map { partition in
            let old = self.rows[partition]
            let claim = Claim(
                partition: partition, epoch: (old?.epoch ?? 0) + 1, position: old?.position ?? 0,
                landmark: old?.landmark)
            self.rows[partition] = claim
            return claim
        }
    }

    /// The first trip of a transaction: what is known of the batch's identities and units now.
    func probe(_ write: Write<SimulatedBatch>) -> Triage<String>.Knowledge {
        let records = write.indexes.map { write.records.items[$0].record }
        return Triage.Knowledge(
            seen: self.seen.filter { entry in records.contains { $0.identity == entry.key } },
            present: self.units, parked: Set(self.waiting.keys))
    }

    /// The rest of it: the fence, what triage decides on that knowledge, and COMMIT.
    mutating func commit(_ write: Write<SimulatedBatch>, knowing knowledge: Triage<String>.Knowledge) -> WriteOutcome {
        let fenced = write.advances.filter { step in
            guard let row = self.rows[step.partition] else { return true }
            return row.epoch != step.epoch || row.position != step.from
        }
        guard fenced.isEmpty else { return .fenced(fenced.map(\.partition)) }
        var triage = Triage(knowledge)
        var next = self
        for index in write.indexes {
            let item = write.records.items[index]
            next.taken[write.records.partitions[item.place], default: 0] += 1
            switch triage.sort(item.record.candidate) {
            case .duplicate: next.tally.duplicate += 1
            case .conflict: next.tally.refused += 1
            case .park(let unit):
                guard next.seen.updateValue(item.record.content, forKey: item.record.identity) == nil
                else { return .raced }
                // Looked at once more under the key's lock: it may be there by now, with nobody waiting.
                if next.units.contains(unit), next.waiting[unit] == nil {
                    next.apply(item.record, from: write.records.partitions[item.place])
                } else {
                    next.waiting[unit, default: []].append(item.record)
                    next.tally.parked += 1
                }
            case .apply:
                guard next.seen.updateValue(item.record.content, forKey: item.record.identity) == nil
                else { return .raced }
                next.apply(item.record, from: write.records.partitions[item.place])
            }
        }
        for step in write.advances {
            next.rows[step.partition] = Claim(
                partition: step.partition, epoch: step.epoch, position: step.to,
                landmark: step.landmark ?? next.rows[step.partition]?.landmark)
        }
        self = next
        return .committed(write.advances)
    }

    private mutating func apply(_ record: SimulatedRecord, from partition: Partition?) {
        self.facts.append(
            Fact(identity: record.identity, sequence: record.sequence, unit: record.unit, partition: partition))
        self.tally.applied += 1
        let lane = Int(record.unit.utf8.reduce(0) { $0 &* 31 &+ UInt($1) } % UInt(Self.laneCount))
        let position = Int64((self.journal[lane] ?? []).count + 1)
        self.journal[lane, default: []].append(
            SimulatedEntry(lane: lane, position: position, identity: record.identity))
    }

    mutating func register(_ unit: String) { self.units.insert(unit) }

    /// Applies, in their order, all that waited for a unit.
    mutating func release(_ unit: String) {
        for record in self.waiting.removeValue(forKey: unit) ?? [] {
            self.tally.parked -= 1
            self.apply(record, from: nil)
        }
    }

    mutating func lease() -> Int64 {
        self.leaseToken += 1
        return self.leaseToken
    }

    func entries(after positions: [Int: Int64], limit: Int) -> [SimulatedEntry] {
        let all = (0..<Self.laneCount).flatMap { lane in
            (self.journal[lane] ?? []).drop { $0.position <= positions[lane] ?? 0 }
        }
        return Array(all.prefix(limit))
    }

    /// Whether the lease was still held.
    mutating func mark(_ reached: [Int: Int64], token: Int64) -> Bool {
        guard token == self.leaseToken else { return false }
        self.published.merge(reached) { _, new in new }
        return true
    }
}
