public import Kafka
public import Messages

/// A record as it came, with memory of its own: what is parked, and what a dead letter carries.
public struct KeptRecord: Hashable, Sendable {
    /// The key; `nil` for none.
    public let key: [UInt8]?
    /// The headers, in order; a name that is not UTF-8 is repaired.
    public let headers: [JournalHeader]
    /// The value; `nil` for a tombstone.
    public let value: [UInt8]?
    /// Where it lay.
    public let origin: DeadLetterHeaders.Origin

    /// A record that was kept somewhere.
    public init(key: [UInt8]?, headers: [JournalHeader], value: [UInt8]?, origin: DeadLetterHeaders.Origin) {
        self.key = key
        self.headers = headers
        self.value = value
        self.origin = origin
    }

    /// Copies a record out of its batch.
    public init(_ record: Kafka.Record) {
        let place = record.topicPartition
        self.init(
            key: record.keyBytes, headers: record.headers.map { JournalHeader(name: $0.name, value: $0.value) },
            value: record.valueBytes,
            origin: DeadLetterHeaders.Origin(
                topic: place.topic, partition: place.partition, offset: record.offset,
                timestampMilliseconds: record.timestampMilliseconds))
    }

    /// What can be read of it whatever is wrong with it.
    public var glance: Glance {
        guard let value = self.value else { return Glance(HeaderList(self.headers), value: nil) }
        return Glance(HeaderList(self.headers), value: value.span)
    }

    /// Reads the message that it carries; throws the fault of one that is not well-formed.
    public func message<Body>(with decoder: inout MessageDecoder<Body>) throws(Fault) -> Message<Body> {
        guard let value = self.value else { return try decoder.decode(HeaderList(self.headers), value: nil) }
        return try decoder.decode(HeaderList(self.headers), value: value.span)
    }
}

extension HeaderList {
    /// Headers as the journal keeps them; none where they cannot be read.
    public init(_ headers: JournalHeaders) { self.init((try? headers.read()) ?? []) }

    /// Headers as the journal keeps them.
    public init(_ headers: [JournalHeader]) {
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
