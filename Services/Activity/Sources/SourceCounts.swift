internal import Domain
internal import Machines
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
        /// Those of the accepted that correct a record.
        var corrected: Int64 = 0
        /// When the newest of them was taken in.
        var newest: Instant
    }

    private(set) var counts: [Key: Count] = [:]

    /// Counts what took effect and what was known already; what waits or was refused is listed where it lies.
    init(_ facts: [Fact], _ outcomes: [Sorter<Fact>.Outcome]) {
        // Events of one kind come in long rows.
        var open: (key: Key, count: Count)?
        for (fact, outcome) in zip(facts, outcomes) {
            guard outcome == .applied || outcome == .duplicate else { continue }
            let key = fact.counted
            if let last = open, last.key != key {
                self.counts[last.key] = last.count
                open = nil
            }
            var count = open?.count ?? self.counts[key] ?? Count(newest: fact.accepted)
            count.add(fact, outcome)
            open = (key, count)
        }
        if let open { self.counts[open.key] = open.count }
    }
}

extension SourceCounts.Count {
    fileprivate mutating func add(_ fact: Fact, _ outcome: Sorter<Fact>.Outcome) {
        if outcome == .duplicate {
            self.duplicate += 1
        } else {
            self.accepted += 1
            if fact.isDelayed { self.delayed += 1 }
            if case .corrected = fact.message.body { self.corrected += 1 }
        }
        self.newest = max(self.newest, fact.accepted)
    }
}

extension Fact {
    /// What it is counted under.
    fileprivate var counted: SourceCounts.Key {
        let isFresh = self.berth == nil
        return SourceCounts.Key(
            source: self.message.envelope.source, kind: self.message.body.countedKind,
            topic: isFresh ? self.record.topic : "", partition: isFresh ? self.record.partition : 0)
    }

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
