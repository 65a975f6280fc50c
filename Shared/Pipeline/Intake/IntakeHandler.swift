public import Domain
public import Kafka
public import Postgres

/// What a service does with the records it takes in.
///
/// The loop calls `prepare` for a batch while the one before is being written, then `probe` and `handle` inside one
/// transaction, with the partitions' rows locked; positions and counts are written by the loop.
public protocol IntakeHandler: Sendable {
    /// What `prepare` made of a batch.
    associatedtype Prepared: Sendable

    /// Decodes a batch, outside of any transaction. The record's own faults are part of what it returns, never thrown.
    func prepare(_ records: RecordBatch) async throws -> Prepared

    /// What is to be asked in the same trip as the fence; the answers are handed to `handle` in the same order.
    func probe(_ work: IntakeWork<Prepared>) -> [SQL]

    /// Writes what the records say, and their journal entries.
    /// - Returns: what became of each record of `work.indexes`, in the same order.
    func handle(
        _ work: IntakeWork<Prepared>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition]

    /// Told after COMMIT what was written, so that whoever waits for it in this process need not poll.
    func committed(_ work: IntakeWork<Prepared>) async
}

extension IntakeHandler {
    /// Nothing is asked.
    public func probe(_ work: IntakeWork<Prepared>) -> [SQL] { [] }
    /// Nobody waits.
    public func committed(_ work: IntakeWork<Prepared>) async {}
}

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

/// What became of a record. Intake is always the sum of the four.
public enum Disposition: Sendable, CaseIterable {
    /// It was written.
    case applied
    /// It was there before.
    case duplicate
    /// It went to dead letters.
    case refused
    /// It waits for what it refers to.
    case parked
}
