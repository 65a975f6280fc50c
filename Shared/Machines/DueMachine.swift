public import Domain

// What happens in one transaction of the due queue, and in which order.

/// Decides for one batch: items leave the queue in the transaction that does what they ask for, or stay.
public struct DueMachine: Sendable {
    /// What happened.
    public enum Event: Sendable {
        /// These items are out of the queue.
        case took([DueItem])
        /// They were looked at; what became of each, in their order.
        case performed([DueOutcome])
        /// The transaction took effect.
        case committed
    }

    /// What to do.
    public enum Action: Sendable {
        /// Take what is due out of the queue, within the transaction; what others hold is passed over.
        case take(DueTaking)
        /// Look at these.
        case perform([DueItem])
        /// Put these in again, unless they have been scheduled anew.
        case putBack([DueItem])
        /// Commit.
        case commit
        /// Say that these were looked at, for what must not happen inside a transaction.
        case tell([DueItem])
    }

    private var items: [DueItem] = []

    /// A batch of which nothing is known yet.
    public init() {}

    /// How it begins.
    /// - Parameters:
    ///   - now: The business clock.
    ///   - horizon: Up to which instant of that clock items may be taken; none where it is nil.
    ///   - limit: How many items are taken at most.
    public func begin(at now: Instant, horizon: Instant?, limit: Int) -> [Action] {
        [.take(Self.taking(at: now, horizon: horizon, limit: limit))]
    }

    /// What would be taken out.
    public static func taking(at now: Instant, horizon: Instant?, limit: Int) -> DueTaking {
        let business = horizon.map { DueTaking.Bound.instant(min($0, now)) } ?? .never
        return DueTaking(business: business, machine: .databaseNow, limit: limit)
    }

    /// Takes in what happened and returns what to do, in order.
    public mutating func step(_ event: Event) -> [Action] {
        switch event {
        case .took(let items):
            // In one order, as all lock them.
            self.items = items.sorted { $0.key < $1.key }
            return items.isEmpty ? [.commit] : [.perform(self.items)]
        case .performed(let outcomes):
            precondition(self.items.count == outcomes.count, "every due item has one outcome")
            return [.putBack(zip(self.items, outcomes).compactMap { $0.again($1) }), .commit]
        case .committed: return self.items.isEmpty ? [] : [.tell(self.items)]
        }
    }
}

extension DueItem {
    /// The item as it goes back into the queue; nil where it is done.
    fileprivate func again(_ outcome: DueOutcome) -> DueItem? {
        guard case .again(let at) = outcome else { return nil }
        var item = self
        item.at = at
        item.attempts += 1
        return item
    }
}
