import CLibpq

extension Connection {
    /// Runs `COPY … FROM STDIN` and sends what `body` writes; returns how many rows were copied.
    ///
    /// When `body` throws, the COPY is given up, nothing of it stays, and the connection can be used on.
    /// - Parameter statement: `COPY table (columns) FROM STDIN (FORMAT binary)`, without values.
    /// - Throws: What `body` throws, as it is; ``DatabaseError`` for what the server refuses, which it says only when
    ///   all rows are sent.
    @discardableResult
    public func copy(into statement: SQL, _ body: (CopySink) async throws -> Void) async throws -> Int {
        try await self.beginCopy(statement)
        self.isCopying = true
        let sink = CopySink(self, statement.text)
        do {
            try await body(sink)
            try await sink.flush()
        } catch {
            await self.giveUpCopy(statement.text)
            throw error
        }
        self.isCopying = false
        return try await self.endCopy(statement.text, because: nil)
    }

    /// Copies the rows of `encoder`, or, where they are few, inserts them, which comes to the same; returns how many
    /// rows these are.
    ///
    /// - Parameters:
    ///   - target: `table (columns)`, without values.
    ///   - rows: The numbers of rows that are not sent, ascending.
    ///   - others: Statements that are run after it. In a transaction they go with whatever is asked next, and so do
    ///     few rows.
    @discardableResult
    public func copy(
        _ encoder: CopyEncoder, into target: SQL, leavingOut rows: [Int] = [], then others: [SQL] = []
    ) async throws -> Int {
        precondition(target.parameters.count == 0, "a table has no values: \(target)")
        if rows.isEmpty, let insertions = encoder.insertions(into: target) {
            try await self.queue(insertions + others)
            return encoder.rowCount
        }
        let count = try await self.copy(into: "COPY \(target) FROM STDIN (FORMAT binary)") { sink in
            for range in encoder.ranges(leavingOut: rows) { try await sink.write(encoder.bytes[range]) }
            try await sink.write(CopyEncoder.trailer[...])
        }
        try await self.queue(others)
        return count
    }

    private func beginCopy(_ statement: SQL) async throws(DatabaseError) {
        try await self.settle()
        try self.checkReady(for: statement.text)
        try self.checkText(of: statement.text)
        precondition(statement.parameters.count == 0, "COPY takes no values: \(statement)")
        guard self.handle.send(script: statement.text) else { throw self.lost(statement.text) }
        try await self.flush(statement.text)
        var refusal: DatabaseError?
        while let result = try await self.nextResult(statement.text) {
            switch result.status {
            case PGRES_COPY_IN: return
            case PGRES_COPY_OUT, PGRES_COPY_BOTH: throw self.unspoken(statement.text)
            case PGRES_FATAL_ERROR: refusal = refusal ?? self.refusal(result.report, of: statement.text)
            default: break
            }
        }
        throw refusal
            ?? DatabaseError(
                .refused(.syntaxError, constraint: nil), "the statement is no COPY … FROM STDIN",
                statement: statement.text)
    }

    private func endCopy(_ statement: String, because reason: String?) async throws(DatabaseError) -> Int {
        while true {
            guard let isTaken = self.handle.endCopy(because: reason) else { throw self.lost(statement) }
            if isTaken { break }
            try await self.flush(statement)
        }
        try await self.flush(statement)
        var count = 0
        var refusal: DatabaseError?
        while let result = try await self.nextResult(statement) {
            switch result.status {
            case PGRES_COMMAND_OK: count = result.affected
            case PGRES_FATAL_ERROR: refusal = refusal ?? self.refusal(result.report, of: statement)
            default: throw self.unspoken(statement)
            }
        }
        if let refusal { throw refusal }
        return count
    }

    /// Has the server forget the rows it was sent; hangs up where that is no longer possible.
    private func giveUpCopy(_ statement: String) async {
        self.isCopying = false
        guard !Task.isCancelled else {
            self.handle.abandon()
            return
        }
        // The server answers with the refusal that was asked for. Anything else has closed the connection.
        _ = try? await self.endCopy(statement, because: "given up by the client")
    }
}
