extension Connection {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws, whatever it throws.
    ///
    /// `body` may commit itself as the end of a pipeline; then nothing more is sent.
    /// - Throws: What `body` throws, as it is; ``DatabaseError/Kind/unknownCommit`` if the answer to COMMIT was lost;
    ///   ``DatabaseError/Kind/refused(_:constraint:)`` if the server refused to commit, and has rolled back.
    public func transaction<Value>(_ body: (Connection) async throws -> Value) async throws -> Value {
        guard self.transactionStatus != .inTransaction, self.transactionStatus != .failed else {
            throw DatabaseError(.refused(.activeTransaction, constraint: nil), "a transaction is open already")
        }
        try await self.run("BEGIN")
        let value: Value
        do {
            value = try await body(self)
        } catch {
            await self.rollBack()
            throw error
        }
        guard self.transactionStatus != .idle else { return value }
        do {
            try await self.run("COMMIT")
        } catch {
            await self.rollBack()
            throw error
        }
        return value
    }

    /// Undoes what is open, by hanging up if need be: the reason matters to the caller, not the way.
    private func rollBack() async {
        guard self.transactionStatus != .idle else { return }
        do { try await self.run("ROLLBACK") } catch { self.close() }
    }
}
