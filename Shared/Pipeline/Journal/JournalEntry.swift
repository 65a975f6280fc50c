public import Crypto
public import Domain
internal import Messages
internal import Postgres

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
    public var headers: JournalHeaders
    /// The record's value.
    public var value: [UInt8]? { didSet { self.valueDigest = nil } }
    /// The SHA-256 of the value, where somebody has it already.
    private var valueDigest: Digest?

    /// An entry in `lane`, to be published on `topic`.
    public init(topic: String, lane: Int, key: [UInt8]?, type: String, value: [UInt8]?) {
        self.topic = topic
        self.lane = lane
        self.key = key
        self.type = type
        self.headers = []
        self.value = value
    }

    /// Has the entry lie in a unit's lane, under the unit's key.
    public mutating func concern(unit: String) {
        self.lane = Lane.index(ofUnit: unit)
        self.key = self.key ?? []
        self.key?.replaceSubrange(0..., with: unit.utf8)
    }

    /// Gives it a value whose SHA-256 is at hand.
    public mutating func carry(_ value: [UInt8], digest: Digest) {
        self.value = value
        self.valueDigest = digest
    }

    /// Bytes of it all: what a broker counts, roughly.
    public var byteCount: Int { (self.value?.count ?? 0) + (self.key?.count ?? 0) + self.headers.byteCount }

    /// Whether it goes out as a dead letter, with the headers of the record that was refused.
    public var isLetter: Bool { self.topic.hasSuffix(".dead-letters") }

    /// The first value of a header; nil where there is no such header, or none that is text.
    public func header(_ name: String) -> String? {
        let headers = (try? self.headers.read()) ?? []
        guard let value = headers.first(where: { $0.name == name })?.value else { return nil }
        return String(validating: value, as: UTF8.self)
    }

    /// The SHA-256 over all of it and the instant of its acceptance. Lane and position are the chain's.
    public func digest(acceptedAt accepted: Instant) -> Digest {
        var row = CopyEncoder()
        var hasher = SHA256()
        return self.encode(acceptedAt: accepted, into: &row, with: &hasher)
    }

    /// Adds the columns from `accepted` to `value` to a row of the journal, and returns what the last, `digest`, is.
    ///
    /// The digest covers the columns as they are sent, each behind its length, so that no two entries share one by
    /// chance of a border and what is absent differs from what is empty. For the value stands its own digest: a
    /// chain can be followed over an entry whose value was blanked.
    func encode(
        acceptedAt accepted: Instant, into row: inout CopyEncoder, with hasher: inout SHA256
    ) -> Digest {
        let start = row.byteCount
        row.append(Timestamp(microseconds: accepted.microseconds))
        row.append(self.topic)
        row.append(self.key)
        row.append(self.type)
        row.append(self.source)
        row.append(self.id)
        row.append(self.cause)
        if self.headers.isEmpty {
            row.appendNull()
        } else {
            row.append { self.headers.append(to: &$0) }
        }
        row.withBytes(from: start) { hasher.update($0) }
        if let value { hasher.update(self.valueDigest ?? SHA256.digest(of: value)) }
        row.append(self.value)
        return hasher.finish()
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
