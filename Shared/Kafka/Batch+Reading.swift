extension Batch {
    /// A batch that says no more than that the ends of partitions were reached.
    public init(ends: [TopicPartition: Int64]) { self.init(records: .empty, ends: ends, faults: []) }

    /// A batch in which nothing happened.
    public init() { self.init(records: .empty, ends: [:], faults: []) }
}

extension RecordBatch {
    /// The place of a record's partition among ``partitions``, without making the record.
    public func partitionPlace(at position: Int) -> Int { self.storage.contents.entries[position].partition }

    /// A record's offset, without making the record.
    public func offset(at position: Int) -> Int64 { self.storage.contents.entries[position].offset }
}

extension KafkaError {
    /// Whether the offset that was asked for is not there: deleted by retention, or not there yet.
    public var isOutOfRange: Bool { self.name == "_AUTO_OFFSET_RESET" || self.name == "OFFSET_OUT_OF_RANGE" }

    /// Whether partitions were given to this member that it did not take: they lie idle until it joins anew.
    public var isRefusedAssignment: Bool { self.name == "_APPLICATION" }
}
