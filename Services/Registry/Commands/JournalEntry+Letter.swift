internal import Crypto
internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline
internal import ServiceKit

extension JournalEntry {
    /// What a letter may have in bytes, well below what the journal takes: with a key or headers beyond that it carries
    /// neither.
    private static let letterLimitBytes = 524_288

    /// The dead letter of a record that was refused: the record as it came, with what is wrong in its headers.
    static func letter(about record: Kafka.Record, _ fault: Fault, at instant: Instant, on topic: Topic) -> JournalEntry
    {
        let value = record.valueBytes
        let limit = DeadLetterHeaders.valueLimitBytes
        let place = record.topicPartition
        var description = DeadLetterHeaders(
            fault: fault,
            origin: DeadLetterHeaders.Origin(
                topic: place.topic, partition: place.partition, offset: record.offset,
                timestampMilliseconds: record.timestampMilliseconds),
            value: DeadLetterHeaders.Value(
                sizeBytes: value?.count ?? 0, sha256: SHA256.digest(of: value ?? []).hex,
                isTruncated: (value?.count ?? 0) > limit),
            failedAt: instant, serviceVersion: Product.version)
        let glance = Glance(record, value: record.value)
        description.source = glance.source
        description.eventID = glance.id
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: nil), key: record.keyBytes, type: fault.code.rawValue,
            value: value.map { Array($0.prefix(limit)) })
        entry.headers = description.appended(to: record).entries
        if entry.byteCount > Self.letterLimitBytes {
            entry.key = nil
            entry.headers = description.appended(to: HeaderList()).entries
        }
        return entry
    }
}

extension HeaderList {
    /// The headers as the journal takes them; a name that is not UTF-8 is repaired.
    fileprivate var entries: [JournalHeader] {
        (0..<self.headerCount).map { index in
            let name = self.headerName(index)
            var value: [UInt8]?
            if let bytes = self.headerValue(index) { value = bytes.indices.map { bytes[$0] } }
            return JournalHeader(name: String(decoding: name.indices.map { name[$0] }, as: UTF8.self), value: value)
        }
    }
}
