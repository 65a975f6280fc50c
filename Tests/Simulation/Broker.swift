import Machines

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
