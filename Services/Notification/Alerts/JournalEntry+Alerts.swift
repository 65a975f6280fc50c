internal import Crypto
internal import Domain
internal import JSON
internal import Kafka
internal import Messages
internal import Pipeline
internal import ServiceKit

extension JournalEntry {
    /// That nobody is told of a version of an alert, and why.
    static func suppression(of alert: ReceivedAlert, reason: String, on topics: Topics) -> JournalEntry {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("alert")
            writer.string(alert.id)
            writer.key("version")
            writer.integer(alert.version)
            writer.key("unit")
            writer.string(alert.unit)
            writer.key("reason")
            writer.string(reason)
        }
        return JournalEntry(
            topic: topics.notificationJournal.name, lane: Lane.index(ofUnit: alert.unit), key: Array(alert.unit.utf8),
            type: "guoying.notification.suppressed.v1", value: writer.bytes)
    }

    /// The answer to a command that nobody here knows.
    static func rejection(ofCommand id: String, on topics: Topics) -> JournalEntry {
        let rejection = CommandRejection(
            code: "unsupported-type", field: "type",
            sentence: BilingualText(
                zh: "通知服务不识别这种命令，请检查命令的 type",
                en: "the notification service knows no command of this type; check the command's type"))
        var entry = JournalEntry(
            topic: topics.notificationJournal.name, lane: Lane.index(ofUnit: nil), key: nil,
            type: CommandRejection.type(of: "notification"), value: rejection.data)
        entry.cause = id
        return entry
    }

    /// The dead letter of a record that cannot be read.
    static func letter(
        about record: Kafka.Record, _ fault: Fault, refused: Instant, on topics: Topics
    ) -> JournalEntry {
        let value = record.valueBytes
        let kept = value.map { Array($0.prefix(DeadLetterHeaders.valueLimitBytes)) }
        let glance = Glance(record, value: record.value)
        let place = record.topicPartition
        var letter = DeadLetterHeaders(
            fault: fault,
            origin: DeadLetterHeaders.Origin(
                topic: place.topic, partition: place.partition, offset: record.offset,
                timestampMilliseconds: record.timestampMilliseconds),
            value: DeadLetterHeaders.Value(
                sizeBytes: record.valueCount, sha256: SHA256.digest(of: value ?? []).hex,
                isTruncated: kept?.count != value?.count),
            failedAt: refused, serviceVersion: Product.version)
        letter.source = glance.source
        letter.eventID = glance.id
        var entry = JournalEntry(
            topic: topics.notificationDeadLetters.name, lane: Lane.index(ofUnit: glance.unit), key: record.keyBytes,
            type: fault.code.rawValue, value: kept)
        let headers = letter.appended(to: record)
        entry.headers = (0..<headers.headerCount).map { index in
            let name = headers.headerName(index)
            var value: [UInt8]?
            if let bytes = headers.headerValue(index) { value = bytes.indices.map { bytes[$0] } }
            return JournalHeader(name: String(decoding: name.indices.map { name[$0] }, as: UTF8.self), value: value)
        }
        return entry
    }
}
