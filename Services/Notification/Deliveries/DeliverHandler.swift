internal import Domain
internal import Machines
internal import Messages
internal import Pipeline
internal import Synchronization

/// Leases the messages that may be tried now, as many as the sender has places for, and hands them over after COMMIT.
///
/// A lease begins an attempt, and every attempt is journalled once: by whoever made it, or, where its end was never
/// stored (a crash between sending and journalling), by whoever leases the message next.
final class DeliverHandler: DueHandler {
    /// How long an attempt may take with everything around it; afterwards somebody else tries again.
    static let leaseSeconds: Int64 = 30

    let what = DeliveryKey.what
    private let sender: Sender
    private let topics: Topics
    /// Leased in a transaction that is about to be committed.
    private let leased = Mutex<[Delivery]>([])

    init(sender: Sender, topics: Topics) {
        self.sender = sender
        self.topics = topics
    }

    var batchLimit: Int { self.sender.freePlaces }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let connection = transaction.connection
        let now = try await MachineTime.now(on: connection)
        let heads = try await DeliveryTable.heads(of: items.map(DeliveryKey.init), on: connection)
        var leases: [Delivery] = []
        var lost: [JournalEntry] = []
        let outcomes = items.map { item -> DueOutcome in
            guard var head = heads[DeliveryKey(item)] else { return .done }
            // Somebody was told too early: a message was entered behind this one.
            guard head.notBefore <= now else { return .again(head.notBefore) }
            if head.isUnderWay { lost.append(self.entry(ofLost: head)) }
            head.attempts += 1
            head.isUnderWay = true
            head.notBefore = now.adding(seconds: Self.leaseSeconds)
            leases.append(head)
            return .again(head.notBefore)
        }
        try await DeliveryTable.lease(leases, on: connection)
        _ = try await transaction.journal(lost)
        self.leased.withLock { $0 = leases }
        return outcomes
    }

    func committed(_ items: [DueItem]) async {
        let leases = self.leased.withLock { leases in
            defer { leases = [] }
            return leases
        }
        self.sender.take(leases)
    }

    /// Whether the recipient has the message nobody knows; it is sent again with the same id.
    private func entry(ofLost delivery: Delivery) -> JournalEntry {
        let attempt = Attempt(
            number: delivery.attempts, outcome: .failed, status: nil, reason: "interrupted", next: nil)
        return .attempted(
            attempt, of: delivery, by: self.sender.channel(of: delivery.key.recipient), on: self.topics)
    }
}
