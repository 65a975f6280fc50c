public import Crypto
public import Domain

/// One entry for a service's journal, before it has a number.
public struct JournalEntry: Sendable {
    /// The whole name of the topic that it is published on.
    public var topic: String
    /// The lane it is numbered in, 0 to 47: `Lane.index(ofUnit:)`.
    public var lane: Int
    /// The record's key: the unit where one is concerned. It only routes.
    public var key: [UInt8]?
    /// The CloudEvents type, or the code of a dead letter.
    public var type: String
    /// The CloudEvents source; `nil` for what the service itself says.
    public var source: String?
    /// The CloudEvents id; `nil` for `lane-position`.
    public var id: String?
    /// The id of the command that this answers.
    public var cause: String?
    /// The record's headers beyond those that source, id and type become.
    public var headers: [JournalHeader]
    /// The record's value.
    public var value: [UInt8]?

    /// An entry in `lane`, to be published on `topic`.
    public init(topic: String, lane: Int, key: [UInt8]?, type: String, value: [UInt8]?) {
        self.topic = topic
        self.lane = lane
        self.key = key
        self.type = type
        self.headers = []
        self.value = value
    }

    /// Bytes of it all: what a broker counts, roughly.
    public var byteCount: Int {
        self.headers.reduce((self.value?.count ?? 0) + (self.key?.count ?? 0)) {
            $0 + $1.name.utf8.count + ($1.value?.count ?? 0)
        }
    }

    /// Whether it goes out as a dead letter, with the headers of the record that was refused.
    public var isLetter: Bool { self.topic.hasSuffix(".dead-letters") }

    /// The first value of a header; nil where there is no such header, or none that is text.
    public func header(_ name: String) -> String? {
        guard let value = self.headers.first(where: { $0.name == name })?.value else { return nil }
        return String(validating: value, as: UTF8.self)
    }

    /// The SHA-256 over all of it and the instant of its acceptance, each part behind its length, so that no two
    /// entries share one by chance of a border. What is absent differs from what is empty; lane and position are the
    /// chain's.
    public func digest(acceptedAt accepted: Instant, with hasher: inout SHA256) -> Digest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.byteCount + 160)
        bytes.append(length: 8)
        bytes.append(bigEndian: UInt64(bitPattern: accepted.microseconds))
        bytes.append(part: self.topic)
        bytes.append(part: self.key)
        bytes.append(part: self.type)
        bytes.append(part: self.source)
        bytes.append(part: self.id)
        bytes.append(part: self.cause)
        for header in self.headers {
            bytes.append(part: header.name)
            bytes.append(part: header.value)
        }
        bytes.append(part: self.value)
        hasher.update(bytes.span)
        return hasher.finish()
    }
}

extension [UInt8] {
    /// Adds a text behind its length.
    fileprivate mutating func append(part: String?) {
        self.append(length: part?.utf8.count)
        if let part { self.append(contentsOf: part.utf8) }
    }

    /// Adds bytes behind their length.
    fileprivate mutating func append(part: [UInt8]?) {
        self.append(length: part?.count)
        if let part { self.append(contentsOf: part) }
    }

    /// Adds a length in four bytes, the greatest of all for what is absent.
    fileprivate mutating func append(length: Int?) {
        self.append(bigEndian: length.map { UInt32($0) } ?? .max)
    }

    fileprivate mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            self.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}

/// A header of a record on its way through the journal.
public struct JournalHeader: Hashable, Sendable {
    /// The header's name.
    public var name: String
    /// The header's bytes; `nil` is Kafka's null.
    public var value: [UInt8]?

    /// A header of bytes.
    public init(name: String, value: [UInt8]?) {
        self.name = name
        self.value = value
    }

    /// A header of text.
    public init(_ name: String, _ text: String) { self.init(name: name, value: Array(text.utf8)) }
}

/// Where an entry lies in its service's journal.
public struct JournalNumber: Hashable, Sendable {
    /// The lane, 0 to 47.
    public let lane: Int
    /// The position in the lane, from 1, without gaps, in the order of commits.
    public let position: Int64

    /// The place of an entry.
    public init(lane: Int, position: Int64) {
        self.lane = lane
        self.position = position
    }
}
