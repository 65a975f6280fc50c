/// What a poll brought.
public struct Batch: Sendable {
    /// The records, in the order of the log within each partition.
    public let records: RecordBatch
    /// The partitions whose end these records reach, with the offset that comes next.
    ///
    /// It lies beyond the last record where the log ends in markers of transactions or in compacted records.
    public let ends: [TopicPartition: Int64]
    /// What could not be read. A partition with a fault of reaction `reject` is paused where it stands.
    public let faults: [PartitionFault]

    /// Makes a batch, for those who stand in for a consumer in tests.
    public init(
        records: RecordBatch = .empty, ends: [TopicPartition: Int64] = [:], faults: [PartitionFault] = []
    ) {
        self.records = records
        self.ends = ends
        self.faults = faults
    }

    /// Whether there is nothing in it at all.
    public var isEmpty: Bool { self.records.isEmpty && self.ends.isEmpty && self.faults.isEmpty }
}

/// Something in a partition that could not be read. It is a value, so that the other partitions flow on.
public struct PartitionFault: Sendable, CustomStringConvertible {
    /// Where; its number is −1 when the whole topic is meant.
    public let partition: TopicPartition
    /// What was wrong.
    public let error: KafkaError
    /// The offset that was asked for or found unreadable, where librdkafka says.
    public let offset: Int64?

    /// Makes a fault.
    public init(partition: TopicPartition, error: KafkaError, offset: Int64?) {
        self.partition = partition
        self.error = error
        self.offset = offset
    }

    /// `topic/partition@offset: error`.
    public var description: String {
        "\(self.partition)\(self.offset.map { "@\($0)" } ?? ""): \(self.error)"
    }
}

/// How much one batch may hold.
struct BatchLimits: Sendable {
    /// Records.
    var records: Int
    /// Bytes of keys, values and headers; the record that passes it is still taken, so that a large one can be read.
    var bytes: Int
}
