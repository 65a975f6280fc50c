import Crypto
import Machines

/// A record on a topic.
struct SimulatedRecord: Hashable {
    let message: Message
    /// Where it stands in the journal that it comes from; nil where it comes from outside.
    let place: JournalPlace?
}

/// A place in the journal of a service.
struct JournalPlace: Hashable, CustomStringConvertible {
    let lane: LaneName
    let position: Int64
    var description: String { "\(self.lane)@\(self.position)" }
}

/// A lane of a service's journal.
struct LaneName: Hashable, Comparable, CustomStringConvertible {
    let service: ServiceName
    let number: Int
    var description: String { "\(self.service)/\(self.number)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.service.rawValue, left.number) < (right.service.rawValue, right.number)
    }
}

/// Records of one poll, over all partitions of one process.
struct SimulatedBatch: Arrival {
    struct Item {
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
    func fingerprint(at index: Int) -> Digest16 { self.items[index].record.message.fingerprint }
}

/// What a partition holds: records with gaps between them, from its low offset to its end.
struct PartitionLog {
    private(set) var records: [(offset: Int64, record: SimulatedRecord)] = []
    private(set) var low: Int64 = 0
    private(set) var end: Int64 = 0

    mutating func append(_ record: SimulatedRecord) {
        self.records.append((self.end, record))
        self.end += 1
    }

    /// Leaves something that is no record, as a transaction marker is.
    mutating func leaveGap() { self.end += 1 }

    /// Loses what lies from an offset on, as a broker does that was killed before it had written it.
    mutating func cut(at offset: Int64) {
        self.records.removeAll { $0.offset >= offset }
        self.end = offset
    }

    /// Deletes what lies below an offset, as retention does.
    mutating func expire(below offset: Int64) {
        self.records.removeAll { $0.offset < offset }
        self.low = max(self.low, offset)
    }
}

/// The broker: partitions, and nothing else that anybody could rely on.
struct Broker {
    private(set) var partitions: [Partition: PartitionLog] = [:]

    init() {
        for topic in TopicName.allCases {
            for partition in topic.partitions { self.partitions[partition] = PartitionLog() }
        }
    }

    subscript(partition: Partition) -> PartitionLog {
        _read { yield self.partitions[partition, default: PartitionLog()] }
        _modify { yield &self.partitions[partition, default: PartitionLog()] }
    }

    /// Makes a topic anew, under the name of one that was there before.
    mutating func remake(_ topic: TopicName) {
        for partition in topic.partitions { self.partitions[partition] = PartitionLog() }
    }

    /// What a consumer that stands at `offsets` is handed, at most `limit` records of each partition, and where it
    /// stands then. All offsets are within bounds.
    func poll(_ offsets: [(Partition, Int64)], limit: Int) -> (batch: SimulatedBatch, reached: [Partition: Int64]) {
        var items: [SimulatedBatch.Item] = []
        var ends: [Partition: Int64] = [:]
        var reached: [Partition: Int64] = [:]
        for (place, (partition, start)) in offsets.enumerated() {
            let log = self[partition]
            var next = start
            var count = 0
            for (offset, record) in log.records where offset >= start && count < limit {
                items.append(SimulatedBatch.Item(place: place, offset: offset, record: record))
                next = offset + 1
                count += 1
            }
            if log.records.last.map({ $0.offset < next }) ?? true {
                ends[partition] = log.end
                next = max(next, log.end)
            }
            reached[partition] = next
        }
        return (SimulatedBatch(partitions: offsets.map(\.0), items: items, ends: ends), reached)
    }
}
