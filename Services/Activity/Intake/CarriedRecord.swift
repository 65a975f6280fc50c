internal import Kafka
internal import Messages
internal import Pipeline

/// The record that carried an event: as it lies in its batch, or as it was kept while it waited.
enum CarriedRecord: Sendable {
    /// It has just been taken in. Nothing of it is copied until it is refused or has to wait.
    case arrived(Kafka.Record)
    /// It was kept.
    case kept(KeptRecord)

    /// The topic that it came by.
    var topic: String {
        switch self {
        case .arrived(let record): record.topicPartition.topic
        case .kept(let record): record.origin.topic
        }
    }

    /// All of it, with memory of its own.
    var kept: KeptRecord {
        switch self {
        case .arrived(let record): KeptRecord(record)
        case .kept(let record): record
        }
    }
}

/// A record as it came: what is parked, and what a dead letter carries.
struct KeptRecord: Hashable, Sendable {
    let key: [UInt8]?
    let headers: [JournalHeader]
    /// `nil` for a tombstone.
    let value: [UInt8]?
    /// Where it lay.
    let origin: DeadLetterHeaders.Origin

    init(key: [UInt8]?, headers: [JournalHeader], value: [UInt8]?, origin: DeadLetterHeaders.Origin) {
        self.key = key
        self.headers = headers
        self.value = value
        self.origin = origin
    }

    init(_ record: Kafka.Record) {
        let place = record.topicPartition
        self.init(
            key: record.keyBytes, headers: record.headers.map { JournalHeader(name: $0.name, value: $0.value) },
            value: record.valueBytes,
            origin: DeadLetterHeaders.Origin(
                topic: place.topic, partition: place.partition, offset: record.offset,
                timestampMilliseconds: record.timestampMilliseconds))
    }

    /// What can be read of it whatever is wrong with it.
    var glance: Glance {
        guard let value = self.value else { return Glance(HeaderList(self.headers), value: nil) }
        return Glance(HeaderList(self.headers), value: value.span)
    }

    /// Reads the event that it carries.
    func event(with decoder: inout MessageDecoder<ActivityEvent>) throws(Fault) -> ActivityMessage {
        guard let value = self.value else { return try decoder.decode(HeaderList(self.headers), value: nil) }
        return try decoder.decode(HeaderList(self.headers), value: value.span)
    }
}

extension HeaderList {
    /// Headers as the journal keeps them.
    init(_ headers: [JournalHeader]) {
        self.init()
        for header in headers {
            if let value = header.value {
                self.append(header.name.utf8.span, value.span)
            } else {
                self.append(header.name.utf8.span, nil)
            }
        }
    }

    /// The headers as the journal keeps them; a name that is not UTF-8 is repaired.
    var entries: [JournalHeader] {
        (0..<self.headerCount).map { index in
            let name = self.headerName(index)
            var value: [UInt8]?
            if let bytes = self.headerValue(index) { value = bytes.indices.map { bytes[$0] } }
            return JournalHeader(
                name: String(decoding: name.indices.map { name[$0] }, as: UTF8.self), value: value)
        }
    }
}
