internal import Domain
internal import Messages

/// How many events of each source a transaction has taken in, by what they speak of and where they came from.
struct SourceCounts: Sendable {
    /// What is counted together.
    struct Key: Hashable, Sendable {
        let source: String
        /// The kind of activity of what was held; what else an event is, where it is no such thing.
        let kind: String
        /// The partition that brought the events: whoever writes it counts alone. Events that have waited are counted
        /// under no topic, because another process may be writing the partition that once brought them.
        let topic: String
        let partition: Int32
    }

    /// A count.
    struct Count: Sendable {
        var accepted: Int64 = 0
        var duplicate: Int64 = 0
        /// Those of the accepted that came more than a day after they are said to have been recorded.
        var delayed: Int64 = 0
        /// When the newest of them was taken in.
        var newest: Instant
    }

    private(set) var counts: [Key: Count] = [:]

    /// Counts what took effect and what was known already; what waits or was refused is listed where it lies.
    init(_ facts: [Fact], _ outcomes: [Sorter.Outcome]) {
        for (fact, outcome) in zip(facts, outcomes) {
            switch outcome {
            case .applied:
                self.add(fact, to: \.accepted)
                if fact.isDelayed { self.add(fact, to: \.delayed) }
            case .duplicate: self.add(fact, to: \.duplicate)
            case .parked, .refused: break
            }
        }
    }

    private mutating func add(_ fact: Fact, to count: WritableKeyPath<Count, Int64>) {
        let isFresh = fact.berth == nil
        let key = Key(
            source: fact.message.envelope.source, kind: fact.message.body.countedKind,
            topic: isFresh ? fact.record.topic : "", partition: isFresh ? fact.record.partition : 0)
        var entry = self.counts[key] ?? Count(newest: fact.accepted)
        entry[keyPath: count] += 1
        entry.newest = max(entry.newest, fact.accepted)
        self.counts[key] = entry
    }
}

extension Fact {
    /// Whether its time of recording may be claimed: it was accepted more than a day later.
    fileprivate var isDelayed: Bool { self.accepted.isMoreThanADay(after: self.recorded) }
}

extension ActivityEvent {
    /// What an event is counted under.
    fileprivate var countedKind: String {
        switch self {
        case .held(let held), .corrected(let held, _): held.kind.rawValue
        case .retracted: "retraction"
        case .watermark: "watermark"
        }
    }
}
