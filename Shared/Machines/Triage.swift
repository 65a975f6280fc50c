// What becomes of each record of a batch: applied, a duplicate, refused, or parked until what it waits for is there.

public import Crypto

/// Sorts a batch by what the store already knows.
///
/// It is given one record after another, in the order of their offsets, and remembers what the earlier ones of the
/// batch did; the store's knowledge is asked for once, before the first.
public struct Triage<Key: Hashable & Sendable>: Sendable {
    /// A record as triage needs to know it.
    public struct Candidate: Sendable {
        /// What makes the record the same for ever: source and id.
        public let identity: Digest16
        /// What it says; the same identity with another content is refused.
        public let content: Digest16
        /// What must be there before it can be applied, in the order in which it is asked for.
        public let needs: [Key]
        /// What is there once it has been applied.
        public let provides: Key?

        /// A record that may be applied when all of `needs` are there.
        @inlinable
        public init(identity: Digest16, content: Digest16, needs: [Key], provides: Key?) {
            self.identity = identity
            self.content = content
            self.needs = needs
            self.provides = provides
        }
    }

    /// What the store knows of the batch's identities and keys.
    public struct Knowledge: Sendable {
        /// Identities that were accepted or parked before, with their content.
        public var seen: [Digest16: Digest16]
        /// Keys that are there.
        public var present: Set<Key>
        /// Keys behind which records wait already.
        public var parked: Set<Key>

        /// All that the store answered.
        @inlinable
        public init(seen: [Digest16: Digest16] = [:], present: Set<Key> = [], parked: Set<Key> = []) {
            self.seen = seen
            self.present = present
            self.parked = parked
        }
    }

    /// What becomes of a record.
    public enum Verdict: Hashable, Sendable {
        /// It is written, and claims its identity.
        case apply
        /// It was here before and says the same: counted, and nothing changes.
        case duplicate
        /// It was here before and said something else.
        case conflict
        /// It waits for this key, behind those that wait already; it claims its identity.
        case park(Key)
    }

    @usableFromInline var knowledge: Knowledge

    /// Starts a batch with what the store knows.
    @inlinable
    public init(_ knowledge: Knowledge) { self.knowledge = knowledge }

    /// What becomes of the next record.
    @inlinable
    public mutating func sort(_ candidate: Candidate) -> Verdict {
        if let content = self.knowledge.seen.updateValue(candidate.content, forKey: candidate.identity) {
            guard content != candidate.content else { return .duplicate }
            self.knowledge.seen[candidate.identity] = content
            return .conflict
        }
        return self.place(candidate)
    }

    /// What becomes of a record that waited, now that something it waited for may be there; its identity is claimed.
    @inlinable
    public mutating func place(_ candidate: Candidate) -> Verdict {
        for key in candidate.needs where self.knowledge.parked.contains(key) || !self.knowledge.present.contains(key) {
            self.knowledge.parked.insert(key)
            return .park(key)
        }
        if let key = candidate.provides { self.knowledge.present.insert(key) }
        return .apply
    }

    /// Forgets that records wait behind `key`: whoever did is placed next, in their order.
    @inlinable
    public mutating func release(_ key: Key) { self.knowledge.parked.remove(key) }
}
