/// One version of a record of something that took place at a unit: the first, a correction, or its retraction.
///
/// The newest version known counts: of those with the greatest recorded time the one that took effect last. A
/// retraction that is known ends the record, also for corrections that came later.
public struct RecordVersion: Hashable, Sendable {
    /// The record that this is a version of.
    public let record: RecordKey
    /// The number of this version in the order of taking effect.
    public let revision: Int64
    /// Who sent it.
    public let source: SourceName
    /// The id of the event that brought it; with `source`, unique for ever.
    public let id: String
    /// Whether it counts at this unit.
    public let state: RecordState
    /// What took place.
    public let kind: ActivityKind
    /// When it began.
    public let started: Instant
    /// When this version became known.
    public let recorded: Instant
    /// When Guoying accepted it; never earlier than `recorded`.
    public let accepted: Instant
    /// What requirements look at.
    public let detail: ActivityDetail

    /// A version of a record.
    public init(
        record: RecordKey, revision: Int64, source: SourceName, id: String, state: RecordState, kind: ActivityKind,
        started: Instant, recorded: Instant, accepted: Instant, detail: ActivityDetail = ActivityDetail()
    ) {
        self.record = record
        self.revision = revision
        self.source = source
        self.id = id
        self.state = state
        self.kind = kind
        self.started = started
        self.recorded = recorded
        self.accepted = accepted
        self.detail = detail
    }
}

/// What a version says of its record.
public enum RecordState: String, CaseIterable, Sendable {
    /// It took place, at this unit.
    case held
    /// It is taken back.
    case retracted
    /// It stands at another unit or outside the time asked for: it supersedes the earlier versions here and does not
    /// count here itself.
    case elsewhere
}

/// The sixteen bytes that identify a record for ever: a digest of the source and the id of its first version.
public struct RecordKey: Hashable, Comparable, Sendable {
    /// The first eight bytes, as a big-endian number.
    public let high: UInt64
    /// The last eight bytes, as a big-endian number.
    public let low: UInt64

    /// The key of those sixteen bytes.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The order of the bytes.
    public static func < (left: RecordKey, right: RecordKey) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
