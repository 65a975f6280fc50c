import Crypto
import Pipeline

/// A record as a simulated source sent it.
struct SimulatedRecord: Sendable {
    let identity: Digest16
    let content: Digest16
    let unit: String
    /// The order in which its source sent it, over all partitions.
    let sequence: Int

    var candidate: Triage<String>.Candidate {
        Triage.Candidate(identity: self.identity, content: self.content, needs: [self.unit], provides: nil)
    }
}

/// Records of one poll, over all partitions of one process.
struct SimulatedBatch: Arrival {
    struct Item: Sendable {
        let place: Int
        let offset: Int64
        let record: SimulatedRecord
    }

    let partitions: [Partition]
    let items: [Item]
    let ends: [Partition: Int64]

    var count: Int { self.items.count }
    func partition(at index: Int) -> Int { self.items[index].place }
    func offset(at index: Int) -> Int64 { self.items[index].offset }
    func fingerprint(at index: Int) -> Digest16 { self.items[index].record.identity }
}

/// An entry of the simulated journal.
struct SimulatedEntry: Publishable, Hashable {
    let lane: Int
    let position: Int64
    let identity: Digest16
}

/// The broker: intake partitions with gaps, one consumer group, and the topic that the relay writes.
struct SimulatedLog {
    private(set) var intake: [Partition: [(offset: Int64, record: SimulatedRecord)]] = [:]
    private var nextOffset: [Partition: Int64] = [:]
    /// What stands on the journal's topic, in the order in which it was appended.
    private(set) var published: [SimulatedEntry] = []

    let partitions: [Partition]

    init(partitionCount: Int) {
        self.partitions = (0..<partitionCount).map { Partition(topic: "intake", number: Int32($0)) }
        for partition in self.partitions {
            self.intake[partition] = []
            self.nextOffset[partition] = 0
        }
    }

    mutating func append(_ record: SimulatedRecord, to partition: Partition, gap: Int64) {
        let offset = (self.nextOffset[partition] ?? 0) + gap
        self.intake[partition, default: []].append((offset, record))
        self.nextOffset[partition] = offset + 1
    }

    /// Leaves something at the end that is no record, as a transaction marker is.
    mutating func mark(_ partition: Partition) { self.nextOffset[partition, default: 0] += 1 }

    func end(of partition: Partition) -> Int64 { self.nextOffset[partition] ?? 0 }

    mutating func publish(_ entry: SimulatedEntry) { self.published.append(entry) }

    /// What a consumer that stands at `offsets` is handed, at most `limit` records, and where it stands then.
    func poll(_ offsets: [Partition: Int64], limit: Int) -> (batch: SimulatedBatch, offsets: [Partition: Int64]) {
        let partitions = offsets.keys.sorted()
        var items: [SimulatedBatch.Item] = []
        var ends: [Partition: Int64] = [:]
        var reached = offsets
        for (place, partition) in partitions.enumerated() {
            let rest = (self.intake[partition] ?? []).drop { $0.offset < offsets[partition] ?? 0 }
            for entry in rest.prefix(max(1, limit / partitions.count)) {
                items.append(SimulatedBatch.Item(place: place, offset: entry.offset, record: entry.record))
                reached[partition] = entry.offset + 1
            }
            let isAtEnd = !(self.intake[partition] ?? []).contains { $0.offset >= reached[partition] ?? 0 }
            if isAtEnd { ends[partition] = self.end(of: partition) }
        }
        return (SimulatedBatch(partitions: partitions, items: items, ends: ends), reached)
    }
}
