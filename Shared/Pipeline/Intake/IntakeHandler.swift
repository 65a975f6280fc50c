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
