internal import CLibrdkafka

/// A topic as the cluster describes it.
public struct TopicMetadata: Sendable {
    /// The topic's name.
    public let name: String
    /// Its partitions, by number.
    public let partitions: [PartitionMetadata]
    /// Why the cluster could not describe it, if so.
    public let error: KafkaError?

    init(_ topic: rd_kafka_metadata_topic) {
        self.name = unsafe String(cString: topic.topic)
        let partitions = unsafe UnsafeBufferPointer(start: topic.partitions, count: Int(topic.partition_cnt))
        self.partitions = unsafe partitions.map { unsafe PartitionMetadata($0) }.sorted { $0.id < $1.id }
        let error = unsafe topic.err
        self.error = error == .none ? nil : KafkaError(error, during: "describe topic \(self.name)")
    }
}

/// A partition as the cluster describes it.
public struct PartitionMetadata: Sendable {
    /// The partition's number.
    public let id: Int32
    /// The broker that leads it; `nil` while none does.
    public let leader: Int32?
    /// How many brokers keep it.
    public let replicaCount: Int
    /// How many of them are up to date.
    public let inSyncReplicaCount: Int

    init(_ partition: rd_kafka_metadata_partition) {
        unsafe self.id = partition.id
        self.leader = unsafe partition.leader >= 0 ? partition.leader : nil
        self.replicaCount = unsafe Int(partition.replica_cnt)
        self.inSyncReplicaCount = unsafe Int(partition.isr_cnt)
    }
}
