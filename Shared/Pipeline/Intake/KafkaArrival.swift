internal import Crypto
internal import Kafka
internal import Machines

/// A poll's records as the machine sees them, with what the handler made of them.
struct KafkaArrival<Prepared: Sendable>: Arrival {
    let batch: Batch
    let prepared: Prepared
    let partitions: [Partition]
    let ends: [Partition: Int64]

    init(_ batch: Batch, _ prepared: Prepared) {
        self.batch = batch
        self.prepared = prepared
        let sources = batch.records.partitions + batch.ends.keys.filter { !batch.records.partitions.contains($0) }
        self.partitions = sources.map(Partition.init)
        self.ends = Dictionary(uniqueKeysWithValues: batch.ends.map { (Partition($0.key), $0.value) })
    }

    var count: Int { self.batch.records.count }

    func partition(at index: Int) -> Int { self.batch.records.partitionPlace(at: index) }

    func offset(at index: Int) -> Int64 { self.batch.records.offset(at: index) }

    func fingerprint(at index: Int) -> Digest16 {
        let record = self.batch.records[index]
        var hasher = SHA256()
        for part in [record.keyBytes, record.valueBytes] {
            hasher.update(part == nil ? 0 as UInt8 : 1)
            hasher.update(part ?? [])
        }
        return hasher.finish().first16
    }
}

extension Partition {
    init(_ partition: TopicPartition) { self.init(topic: partition.topic, number: partition.partition) }

    var topicPartition: TopicPartition { TopicPartition(topic: self.topic, partition: self.number) }
}
