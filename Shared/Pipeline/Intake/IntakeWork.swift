public import Domain
public import Kafka

/// The records of one transaction.
public struct IntakeWork<Prepared: Sendable>: Sendable {
    /// The poll that they came with.
    public let records: RecordBatch
    /// What the handler made of that poll.
    public let prepared: Prepared
    /// Which records of it are to be written: ascending. Others were written before.
    public let indexes: [Int]
    /// Whether the database refused this record alone: it goes to dead letters whatever it says.
    public let isCondemned: Bool
    /// The business clock when the transaction began: the records' acceptance.
    public let accepted: Instant
    /// The cluster that the records were read from.
    public let cluster: String
}
