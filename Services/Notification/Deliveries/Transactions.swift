internal import Pipeline

/// Whoever runs transactions with the journal at their end.
protocol Transactions: Sendable {
    /// Runs `body` in a transaction of its own.
    func transaction<Value>(_ body: (Transaction) async throws -> Value) async throws -> Value
}

extension Runtime: Transactions {}
