/// Looks at what has become due, a bounded batch in one transaction.
public protocol DueHandler: Sendable {
    /// The items' `what`.
    var what: String { get }
    /// How many items one transaction takes at most.
    var batchLimit: Int { get }
    /// Looks at items that are due, in the order of their keys.
    /// - Returns: what became of each, in the same order.
    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome]
    /// Told after COMMIT what was looked at: for what must not happen inside a transaction, such as sending.
    func committed(_ items: [DueItem]) async
}

extension DueHandler {
    /// One hundred.
    public var batchLimit: Int { 100 }
    /// Nothing.
    public func committed(_ items: [DueItem]) async {}
}
