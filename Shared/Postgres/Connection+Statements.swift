import CLibpq

extension Connection {
    /// Runs one statement, prepared when it is met for the first time, and returns its rows.
    ///
    /// - Throws: ``DatabaseError``, also for what was queued before: it names the statement. After
    ///   ``DatabaseError/Kind/refused(_:constraint:)`` the connection can be used on, unless the statement was a COPY.
    @discardableResult
    public func run(_ sql: SQL) async throws(DatabaseError) -> Rows {
        let isAlone = self.transactionStatus == .idle
        let wasPrepared = self.prepared.name(of: sql) != nil
        do {
            return try await self.exchange([sql])[0]
        } catch {
            // The plan was out of date and nothing has happened: once more, prepared anew. Inside a transaction there
            // is nothing to repeat, for the refusal has condemned all of it.
            guard isAlone, wasPrepared, self.prepared.name(of: sql) == nil, self.isReusable else { throw error }
            return try await self.exchange([sql])[0]
        }
    }

    /// Runs statements in one round trip and returns the rows of each.
    ///
    /// The first that is refused ends it: those behind it are not run. Outside of a transaction those before it are
    /// undone as well, because without BEGIN and COMMIT among them all are one transaction.
    ///
    /// A pipeline that ends in COMMIT is the shortest end of a transaction; see ``transaction(_:)``.
    /// - Throws: ``DatabaseError``, also for what was queued before: it names the statement. After
    ///   ``DatabaseError/Kind/refused(_:constraint:)`` the connection can be used on.
    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws(DatabaseError) -> [Rows] {
        if statements.isEmpty { return [] }
        return try await self.exchange(statements)
    }

    /// Has statements of the open transaction run before whatever it asks next, in the same trip, and waits for no
    /// answer.
    ///
    /// What the server refuses of them is thrown by that next call, whose own statements are then not run; ROLLBACK
    /// alone forgets them. Outside of a transaction they are run at once.
    /// - Throws: ``DatabaseError`` for values that cannot be sent, of which the call to blame is this one.
    public func queue(_ statements: [SQL]) async throws(DatabaseError) {
        guard self.transactionStatus == .inTransaction else {
            try await self.pipeline(statements)
            return
        }
        for statement in statements { try self.check(statement) }
        self.queued += statements
    }

    /// Runs what is queued, for whoever has to know that it was not refused.
    public func settle() async throws(DatabaseError) {
        guard let last = self.queued.last else { return }
        try self.check(last)
        self.queued.removeLast()
        _ = try await self.exchange([last])
    }

    /// Runs a text of statements without values, as `psql` would: for migrations.
    ///
    /// Unless the text says otherwise all of it is one transaction.
    /// - Throws: ``DatabaseError``, without the text, which may be long: the server's message says where.
    public func script(_ text: String) async throws(DatabaseError) {
        try await self.settle()
        let name = "(script)"
        try self.checkReady(for: name)
        try self.checkText(of: text)
        guard self.handle.send(script: text) else { throw self.lost(name) }
        try await self.flush(name)

        var refusal: DatabaseError?
        while let result = try await self.nextResult(name) {
            switch result.status {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                throw self.unspoken(name)
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
                refusal = refusal ?? self.refusal(result.report, of: name)
            default: break
            }
        }
        if let refusal { throw refusal }
    }
}

extension Connection {
    /// What an answer belongs to.
    private enum Step {
        case preparation(of: SQL, as: String)
        case execution(of: SQL)

        var statement: SQL {
            switch self {
            case .preparation(let statement, _), .execution(let statement): statement
            }
        }
    }

    /// Sends what is queued and statements, with whatever preparing they need, and gathers the answers to the latter:
    /// one round trip in all.
    private func exchange(_ asked: [SQL]) async throws(DatabaseError) -> [Rows] {
        for statement in asked { try self.check(statement) }
        let queued = asked[0].isRollback ? [] : self.queued
        self.queued = []
        let statements = queued + asked
        let isOpen = self.transactionStatus == .inTransaction
        let steps = try self.send(statements)
        do {
            try await self.flush(statements[0].text)
            // Within a transaction others may be waiting for what it holds. A commit waits for the disk, which takes
            // longer than anybody looks.
            if isOpen, !statements.contains(where: \.isCommit) { self.handle.lookForAnswer() }
            return Array(try await self.gather(steps).dropFirst(queued.count))
        } catch {
            guard statements.contains(where: \.isCommit) else { throw error }
            switch error.kind {
            case .disconnected, .cancelled:
                throw DatabaseError(
                    .unknownCommit, "the answer to COMMIT was lost: \(error.message)", statement: error.statement)
            default: throw error
            }
        }
    }

    private func check(_ statement: SQL) throws(DatabaseError) {
        try self.checkReady(for: statement.text)
        if self.prepared.name(of: statement) == nil { try self.checkText(of: statement.text) }
        try Self.checkValues(of: statement)
    }

    private func send(_ statements: [SQL]) throws(DatabaseError) -> [Step] {
        var steps: [Step] = []
        var sent = self.handle.enterPipeline()
        var fresh = self.prepared
        for statement in statements {
            var name = fresh.name(of: statement)
            if name == nil, let newName = fresh.newName() {
                name = newName
                fresh.remember(statement, as: newName)
                sent = sent && self.handle.prepare(statement, as: newName)
                steps.append(.preparation(of: statement, as: newName))
            }
            sent = sent && self.handle.execute(statement, preparedAs: name)
            steps.append(.execution(of: statement))
        }
        guard sent, self.handle.sync() else { throw self.lost(statements[0].text) }
        self.prepared.skipNames(of: fresh)
        return steps
    }

    private func gather(_ steps: [Step]) async throws(DatabaseError) -> [Rows] {
        var answers: [Rows] = []
        var refusal: DatabaseError?
        for step in steps {
            let statement = step.statement
            while let result = try await self.nextResult(statement.text) {
                switch (result.status, step) {
                case (PGRES_COMMAND_OK, .preparation(_, let name)):
                    self.prepared.remember(statement, as: name)
                case (PGRES_COMMAND_OK, .execution) where statement.isCommit && result.commandTag == "ROLLBACK":
                    refusal = refusal ?? .rolledBackInstead(statement.text)
                case (PGRES_COMMAND_OK, _), (PGRES_TUPLES_OK, _), (PGRES_EMPTY_QUERY, _):
                    answers.append(Rows(result))
                case (PGRES_PIPELINE_ABORTED, _):
                    break
                case (PGRES_FATAL_ERROR, _):
                    let report = result.report
                    if report.blamesPlan { self.prepared.forget(statement) }
                    refusal = refusal ?? self.refusal(report, of: statement.text)
                default:
                    throw self.unspoken(statement.text)
                }
            }
        }
        guard let last = try await self.nextResult("(sync)"), last.status == PGRES_PIPELINE_SYNC,
            self.handle.exitPipeline()
        else { throw self.lost("(sync)") }
        if let refusal { throw refusal }
        return answers
    }

    func refusal(_ report: ServerReport, of statement: String) -> DatabaseError {
        let state = report.sqlState ?? SQLState(rawValue: "XX000")
        return DatabaseError(.refused(state, constraint: report.constraint), report, statement: statement)
    }

    /// Hangs up on a server that has begun something in which we have no part, such as a COPY in a pipeline.
    func unspoken(_ statement: String) -> DatabaseError {
        self.handle.abandon()
        return DatabaseError(
            .refused(.featureNotSupported, constraint: nil),
            "the statement moves data by COPY, which only copy(into:) can", statement: statement)
    }

    private static func checkValues(of statement: SQL) throws(DatabaseError) {
        let parameters = statement.parameters
        func refuse(_ state: SQLState, _ reason: String) -> DatabaseError {
            DatabaseError(.refused(state, constraint: nil), reason, statement: statement.text)
        }
        if let number = parameters.textWithNUL {
            throw refuse(.characterNotInRepertoire, "value $\(number) holds a NUL character, which no text can")
        }
        guard parameters.count <= SQLParameterList.countLimit else {
            throw refuse(
                .tooManyArguments,
                "\(parameters.count) values, and a statement can have \(SQLParameterList.countLimit): send an array")
        }
        let limit = SQLParameterList.valueLimitBytes
        if let index = parameters.ranges.firstIndex(where: { $0?.count ?? 0 > limit }) {
            throw refuse(.programLimitExceeded, "value $\(index + 1) has more than \(limit) bytes")
        }
    }
}

extension DatabaseError {
    /// The server takes COMMIT of a transaction that has failed for ROLLBACK, and does not call that an error.
    static func rolledBackInstead(_ statement: String) -> Self {
        Self(
            .refused(.failedTransaction, constraint: nil),
            "a statement of the transaction had been refused, so it was rolled back", statement: statement)
    }
}
