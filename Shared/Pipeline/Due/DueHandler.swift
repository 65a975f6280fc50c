public import Domain
public import Machines

/// Looks at what has become due, a bounded batch in one transaction.
public protocol DueHandler: Sendable {
    /// The items' `what`.
    var what: String { get }
    /// How many items one transaction takes at most.
    var batchLimit: Int { get }
    /// Up to which instant of the business clock items are taken. Those that are due later stay as they are, also where
    /// it is later than that by now; where there is no such instant, all of that clock's do.
    ///
    /// It is asked for before the clock is read: whatever had to happen for it has happened by the transaction's now.
    var horizon: Instant? { get }
    /// Looks at items that are due, in the order of their keys.
    /// - Returns: what became of each, in the same order.
    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome]
    /// Told after COMMIT what was looked at: for what must not happen inside a transaction, such as sending.
    func committed(_ items: [DueItem]) async
}

extension DueHandler {
    /// One hundred.
    public var batchLimit: Int { 100 }
    /// As far as it is.
    public var horizon: Instant? { Instant(microseconds: .max) }
    /// Nothing.
    public func committed(_ items: [DueItem]) async {}
}
