internal import Domain
internal import Pipeline
internal import Postgres
internal import Synchronization

/// Holds back what is judged only because time has come until the owners' journals have been read to where they were
/// at that instant: an outage or a backlog raises no false alarm.
///
/// One snapshot of the heads serves all that is due before it, and a newer one is taken only when it has been reached:
/// a journal that always grows holds nothing back for ever.
final class LaneGate: Sendable {
    private let topics: [String]
    private let state = Mutex(GateState())

    /// A gate before which these topics are to be read.
    init(topics: [String]) { self.topics = topics }

    /// What becomes of items: those that may be judged now are done when they have been, the others are looked at
    /// again.
    func outcomes(of items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        var opened: Instant?
        if let due = items.filter(\.isBecauseOfTime).map(\.at).max() {
            opened = try await self.opened(for: due, now: transaction.now, on: transaction.connection)
        }
        return items.map { item in
            if !item.isBecauseOfTime { return .done }
            if let opened, item.at <= opened { return .done }
            let pause = Self.pauseMicroseconds(after: item.attempts)
            return .again(Instant(microseconds: transaction.now.microseconds + pause))
        }
    }

    /// Soon, then less often: a thousand units that wait for one lane are not to keep the database busy.
    private static func pauseMicroseconds(after attempts: Int) -> Int64 { 50_000 << min(attempts, 5) }

    /// Opens as far as it can, for what is due up to an instant, and says up to which.
    private func opened(for due: Instant, now: Instant, on connection: Connection) async throws -> Instant? {
        if self.state.withLock({ $0.awaited != nil }) {
            let read = try await HeadTable.positionsRead(of: self.topics, on: connection)
            self.state.withLock { $0.look(at: read) }
        }
        guard self.state.withLock({ $0.needsSnapshot(for: due) }) else { return self.state.withLock(\.opened) }
        let heads = try await HeadTable.heads(of: self.topics, on: connection)
        let read = try await HeadTable.positionsRead(of: self.topics, on: connection)
        return self.state.withLock { state in
            state.await(heads, of: now)
            state.look(at: read)
            return state.opened
        }
    }
}

/// A lane of a journal as far as it goes to one topic.
struct LaneTopic: Hashable, Sendable {
    let topic: String
    let lane: Int
}

/// What a gate decides, without any clock or database.
struct GateState: Sendable {
    /// The heads of an instant.
    struct Snapshot: Sendable {
        let instant: Instant
        let heads: [LaneTopic: Int64]
    }

    /// The snapshot that has not been reached yet.
    private(set) var awaited: Snapshot?
    /// What was due up to this instant may be judged.
    private(set) var opened: Instant?

    /// Whether only a new snapshot can open the gate for what is due at an instant.
    func needsSnapshot(for due: Instant) -> Bool {
        self.awaited == nil && self.opened.map { $0 < due } ?? true
    }

    /// Waits for the heads of an instant, unless it waits for earlier ones already.
    mutating func await(_ heads: [LaneTopic: Int64], of instant: Instant) {
        guard self.awaited == nil else { return }
        self.awaited = Snapshot(instant: instant, heads: heads)
    }

    /// Opens if everything up to the awaited heads has been read.
    mutating func look(at read: [LaneTopic: Int64]) {
        guard let snapshot = self.awaited, snapshot.heads.allSatisfy({ read[$0.key] ?? 0 >= $0.value }) else { return }
        self.opened = self.opened.map { max($0, snapshot.instant) } ?? snapshot.instant
        self.awaited = nil
    }
}
