public import Crypto
public import Domain

/// What another system says happened.
public enum ActivityEvent: Hashable, Sendable {
    /// Something took place.
    case held(Held)
    /// A record of something that took place is replaced by a better one. It names any version of that record.
    case corrected(Held, of: Target)
    /// A record is taken back, for ever. It names any version of that record.
    case retracted(Target)
    /// The source has sent all that occurred before an instant.
    case watermark(Watermark)

    /// The unit that the event speaks of; nil for a retraction, which speaks of a record, and a watermark for all
    /// units.
    public var unit: UnitCode? {
        switch self {
        case .held(let held), .corrected(let held, _): held.unit
        case .retracted: nil
        case .watermark(let watermark): watermark.unit
        }
    }

    /// What took place, where the event says that something did.
    public var held: Held? {
        switch self {
        case .held(let held), .corrected(let held, _): held
        case .retracted, .watermark: nil
        }
    }
}

extension ActivityEvent {
    /// The record that a correction or a retraction names.
    public struct Target: Hashable, Sendable {
        /// The record's source: it must be the sender's own.
        public internal(set) var source: SourceName = ""
        /// The id of any version of the record.
        public internal(set) var id = ""

        /// Identifies the version that is named, as `Message.identity` does.
        public var identity: Digest16 { MessageDigest.identity(source: self.source.rawValue, id: self.id) }
    }

    /// A record that an activity refers to, of any source, or a place in what it lists.
    struct Reference: Hashable, Sendable {
        var target = Target()
        var item: Int?
    }

    /// A record that an activity refers to, of any source.
    public struct Link: Hashable, Sendable {
        /// The record.
        public internal(set) var target: Target
        /// The place in its list of what it decides, opens or promises, from 1 on; nil where the record is meant.
        public internal(set) var item: Int?
        /// The member of the data that refers to it.
        public internal(set) var member: String
    }

    /// A source's word that it has sent all that occurred before an instant.
    public struct Watermark: Hashable, Sendable {
        /// All that occurred before this instant has been sent.
        public internal(set) var until = Instant(microseconds: 0)
        /// Only for the subtree of this unit; nil for all units.
        public internal(set) var unit: UnitCode?
        /// Only for these kinds; nil for all kinds.
        public internal(set) var kinds: Set<ActivityKind>?
    }
}
