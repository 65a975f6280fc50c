internal import CLibrdkafka
internal import Glibc

/// Copies librdkafka's messages into a batch.
struct RecordBatchBuilder: ~Copyable {
    private var contents = RecordStorage.Contents()
    /// The place of the last record, and where each place's partition lies in the batch.
    private var lastPlace = -1
    private var lastPartition = -1
    private var partitions: [Int: Int] = [:]

    /// Makes room for about as much as the last batch needed.
    init(like last: RecordBatch) {
        self.contents.bytes.reserve(last.byteCount)
        self.contents.entries.reserveCapacity(last.count)
        self.contents.headers.reserveCapacity(last.storage.contents.headers.count)
    }

    var recordCount: Int { self.contents.entries.count }
    var byteCount: Int { self.contents.bytes.count }

    /// Copies one record; `place` is the same for records of the same partition.
    mutating func append(_ message: UnsafePointer<rd_kafka_message_t>, of partition: TopicPartition, at place: Int) {
        if self.lastPlace != place { self.turn(to: partition, at: place) }
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let timestamp = unsafe rd_kafka_message_timestamp(message, &type)
        let record = unsafe message.pointee
        let entry = unsafe RecordStorage.Entry(
            offset: record.offset,
            timestampMilliseconds: type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : timestamp,
            key: self.copy(record.key, record.key_len),
            // No payload at all is a tombstone, which is data and no fault.
            value: self.copy(record.payload, record.len),
            headers: self.copyHeaders(of: message),
            partition: self.lastPartition)
        self.contents.entries.append(entry)
    }

    consuming func finish() -> RecordBatch {
        RecordBatch(storage: RecordStorage(self.contents))
    }

    private mutating func turn(to partition: TopicPartition, at place: Int) {
        self.lastPlace = place
        if let known = self.partitions[place] {
            self.lastPartition = known
            return
        }
        self.lastPartition = self.contents.partitions.count
        self.partitions[place] = self.lastPartition
        self.contents.partitions.append(partition)
    }

    private mutating func copy(_ start: UnsafeRawPointer?, _ count: Int) -> RecordStorage.Extent? {
        guard let start = unsafe start else { return nil }
        return unsafe self.contents.bytes.append(start, count)
    }

    private mutating func copyHeaders(of message: UnsafePointer<rd_kafka_message_t>) -> RecordStorage.Extent {
        let first = self.contents.headers.count
        var headers: OpaquePointer?
        // Headers that cannot be parsed are reported by no call of librdkafka's: the record then has none.
        guard unsafe rd_kafka_message_headers(message, &headers) == .none else {
            return RecordStorage.Extent(start: first, end: first)
        }
        var place = 0
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var count = 0
        while unsafe rd_kafka_header_get_all(headers, place, &name, &value, &count) == .none {
            place += 1
            let extent = unsafe self.copy(name, name.map { unsafe strlen($0) } ?? 0)
            let entry = unsafe RecordStorage.HeaderEntry(
                name: extent ?? RecordStorage.Extent(start: 0, end: 0), value: self.copy(value, count))
            self.contents.headers.append(entry)
        }
        return RecordStorage.Extent(start: first, end: self.contents.headers.count)
    }
}
