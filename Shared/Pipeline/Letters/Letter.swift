internal import Crypto
public import Domain
public import Messages
internal import ServiceKit

/// A record that is refused: what goes to a topic of dead letters, and what it is found by.
public struct Letter: Sendable {
    /// What is wrong with it.
    public let fault: Fault
    /// The record as it came.
    public let record: KeptRecord
    /// When it was taken in.
    public let accepted: Instant
    /// What can be read of it.
    public let glance: Glance

    /// As much of its key, and of its headers together, as a letter carries, in bytes: what no honest sender comes near
    /// must not make a letter that no broker takes.
    private static let carriedLimitBytes = 65_536

    /// The letter about a record.
    public init(_ record: KeptRecord, because fault: Fault, accepted: Instant) {
        self.fault = fault
        self.record = record
        self.accepted = accepted
        self.glance = record.glance
    }

    /// When it became known.
    public var recorded: Instant { min(self.glance.recorded ?? self.accepted, self.accepted) }

    /// The entry that goes out as the letter, in the lane of the unit that the record names.
    /// - Parameter failedAt: When the record was refused.
    public func entry(on topic: Topic, failedAt: Instant) -> JournalEntry {
        let value = self.record.value ?? []
        let limit = DeadLetterHeaders.valueLimitBytes
        var description = DeadLetterHeaders(
            fault: self.fault, origin: self.record.origin,
            value: DeadLetterHeaders.Value(
                sizeBytes: value.count, sha256: SHA256.digest(of: value).hex, isTruncated: value.count > limit),
            failedAt: failedAt, serviceVersion: Product.version)
        description.source = self.glance.source
        description.eventID = self.glance.id
        // The letter may carry less than what was looked at, or nothing: what it is found by stands in it for itself.
        description.unit = self.glance.unit
        description.kind = self.glance.kind
        description.occurred = self.glance.occurred
        description.recorded = self.recorded
        description.accepted = self.accepted
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: self.glance.unit),
            key: self.carriedKey, type: self.fault.code.rawValue,
            value: self.isSealed ? nil : self.record.value.map { Array($0.prefix(limit)) })
        entry.headers = JournalHeaders(description.appended(to: HeaderList(self.carriedHeaders)).entries)
        return entry
    }

    /// Whether a privacy form forbids to keep what was sent: it broke one, it is of a kind that has one and was
    /// condemned before all of it was looked at, or no single record of its kind is told.
    private var isSealed: Bool {
        let kind = self.glance.kind.flatMap { ActivityKind(rawValue: $0) }
        return switch self.fault.code {
        case .privacy: true
        case .future, .sourceNotAllowed, .conflictingDuplicate, .unknownUnit, .unknownTarget: kind?.isWithheld ?? false
        case .undecodable, .batchMode, .missingAttribute, .unsupportedType, .schema, .tooLarge, .internal:
            kind?.privacyForm != nil
        }
    }

    /// What a record's headers say without anybody's words.
    private static let plainHeaders: Set = [
        "content-type", "ce_specversion", "ce_type", "ce_source", "ce_id", "ce_time", "ce_recordedtime",
    ]

    /// The key; where a privacy form forbids to keep what was sent, only one that is the unit's code.
    private var carriedKey: [UInt8]? {
        guard let key = self.record.key else { return nil }
        guard !self.isSealed || self.glance.unit.map({ Array($0.utf8) == key }) ?? false else { return nil }
        return Array(key.prefix(Self.carriedLimitBytes))
    }

    private var carriedHeaders: [JournalHeader] {
        var rest = Self.carriedLimitBytes
        let isSealed = self.isSealed
        let headers = self.record.headers.filter { !isSealed || Self.plainHeaders.contains($0.name.lowercased()) }
        return Array(
            headers.prefix { header in
                rest -= header.name.utf8.count + (header.value?.count ?? 0)
                return rest >= 0
            })
    }
}
