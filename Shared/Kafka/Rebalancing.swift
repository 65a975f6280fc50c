/// How a partition was lost.
public enum Revocation: Sendable {
    /// In good order: nobody else has the partitions until `revoked` has returned.
    case orderly
    /// The group has gone on without this member: others may be reading the partitions already.
    case lost
}

/// Asked inside a rebalance: it runs on a task while the consumer's own thread waits, `patience` at most.
///
/// Neither function may call the consumer: its thread is the one that waits.
public protocol Rebalancing: Sendable {
    /// How long the group is kept waiting for an answer, well below `max.poll.interval.ms` (5 minutes).
    var patience: Duration { get }

    /// This member now holds exactly `partitions`; the answer says where each begins.
    ///
    /// A partition that is left out is held, but paused: nothing of it is read until it is given a start by `seek`
    /// and resumed. When this throws or is late, nothing is taken, the next `nextBatch` throws, and the partitions
    /// lie idle until `rejoin`.
    func assigned(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Start]

    /// All `partitions` go; when this returns, or is late, another member may have them.
    func revoked(_ partitions: [TopicPartition], _ revocation: Revocation) async
}

extension Rebalancing {
    /// Thirty seconds.
    public var patience: Duration { .seconds(30) }
}
