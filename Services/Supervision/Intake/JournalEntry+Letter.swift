internal import Crypto
internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline
internal import ServiceKit

extension JournalEntry {
    /// The dead letter of a record that was refused: the record as it came, with what is wrong in its headers.
    static func letter(about record: Kafka.Record, _ fault: Fault, at instant: Instant, on topic: Topic) -> JournalEntry
    {
        let value = record.valueBytes
        let limit = DeadLetterHeaders.valueLimitBytes
        let description = DeadLetterHeaders(
            fault: fault,
            origin: DeadLetterHeaders.Origin(
                topic: record.topicPartition.topic, partition: record.topicPartition.partition, offset: record.offset,
                timestampMilliseconds: record.timestampMilliseconds),
            value: DeadLetterHeaders.Value(
                sizeBytes: value?.count ?? 0, sha256: SHA256.digest(of: value ?? []).hex,
                isTruncated: (value?.count ?? 0) > limit),
            failedAt: instant, serviceVersion: Product.version)
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: nil), key: record.keyBytes, type: fault.code.rawValue,
            value: value.map { Array($0.prefix(limit)) })
        entry.headers = description.appended(to: record).entries
        // A key or headers that no letter can hold are left out: what is wrong with the record must get through.
        if entry.byteCount > 4 * limit {
            entry.key = nil
            entry.headers = description.appended(to: HeaderList()).entries
        }
        return entry
    }
}

extension HeaderList {
    /// The headers as the journal takes them.
    fileprivate var entries: [JournalHeader] {
        (0..<self.headerCount).map { index in
            var value: [UInt8]?
            if let span = self.headerValue(index) { value = Array(copying: span) }
            return JournalHeader(
                name: String(decoding: Array(copying: self.headerName(index)), as: UTF8.self), value: value)
        }
    }
}

extension [UInt8] {
    fileprivate init(copying span: Span<UInt8>) { self = span.indices.map { span[$0] } }
}
