internal import Domain
internal import Machines
internal import Postgres
internal import ServiceKit

/// PostgreSQL's side of the due queue.
struct DueStore: Sendable {
    let pool: Pool
    let clock: any BusinessClock
    /// Says of which database the journal may be written; any where nil.
    var vetting: Vetting?

    /// When the first items of kinds are due, in their order: one question, before any transaction is begun.
    func outlooks(on kinds: [String]) async throws -> [DueOutlook] {
        let rows = try await self.pool.withConnection { connection in
            // Each clock is asked apart, as when items are taken: the index gives the first of millions.
            try await connection.run(
                """
                SELECT business.at AS business, machine.at AS machine, clock_timestamp() AS now
                FROM unnest(\(kinds)::text[]) WITH ORDINALITY AS asked (what, place)
                LEFT JOIN LATERAL (
                    SELECT at FROM due WHERE due.what = asked.what AND clock = 'business' ORDER BY at LIMIT 1
                ) AS business ON true
                LEFT JOIN LATERAL (
                    SELECT at FROM due WHERE due.what = asked.what AND clock = 'machine' ORDER BY at LIMIT 1
                ) AS machine ON true
                ORDER BY place
                """)
        }
        return try rows.map { row in
            DueOutlook(
                business: try row.instant("business"), machine: try row.instant("machine"),
                databaseNow: Instant(microseconds: try row.decode("now", as: Timestamp.self).microseconds))
        }
    }

    /// Takes what is due, hands it to `handler` and writes what it answers, all in one transaction.
    /// - Returns: how many items were taken.
    /// - Throws: What `handler` throws; `DueFailure` in its place where one item was asked for.
    func drain(_ handler: any DueHandler, limit: Int) async throws -> Int {
        var machine = DueMachine()
        // In this order: what the horizon vouches for must be known by now.
        let horizon = handler.horizon
        let now = Instant(microseconds: self.clock.now())
        var actions = machine.begin(at: now, horizon: horizon, limit: limit)
        var told: [DueItem] = []
        try await self.pool.withConnection { connection in
            try await connection.transaction { connection in
                let transaction = Transaction(
                    connection: connection, now: now, horizon: horizon, limits: JournalLimits(), vetting: self.vetting)
                while !actions.isEmpty {
                    switch actions.removeFirst() {
                    case .take(let taking):
                        let rows = try await connection.run(self.take(handler.what, taking))
                        actions = machine.step(.took(try rows.map(DueItem.init))) + actions
                    case .perform(let items):
                        let outcomes = try await self.perform(items, by: handler, in: transaction, limit: limit)
                        actions = machine.step(.performed(outcomes)) + actions
                    case .putBack(let items): try await self.putBack(items, on: connection)
                    case .commit:
                        try await connection.run("COMMIT")
                        actions = machine.step(.committed) + actions
                    case .tell(let items): told = items
                    }
                }
            }
        }
        if !told.isEmpty { await handler.committed(told) }
        return told.count
    }

    private func perform(
        _ items: [DueItem], by handler: any DueHandler, in transaction: Transaction, limit: Int
    ) async throws -> [DueOutcome] {
        do {
            let outcomes = try await handler.perform(items, in: transaction)
            // Of one item alone it has to be known that it, and not COMMIT, was refused.
            if limit == 1 { try await transaction.connection.settle() }
            return outcomes
        } catch {
            guard limit == 1, !error.isTransient else { throw error }
            throw DueFailure(item: items[0], reason: error)
        }
    }

    /// Takes items out: what the handler schedules anew is then an entry of its own. Each clock is asked apart, so
    /// that the index gives the first of millions without a look at the others.
    private func take(_ what: String, _ taking: DueTaking) -> SQL {
        """
        WITH business AS MATERIALIZED (
            SELECT what, key FROM due
            WHERE what = \(what) AND clock = 'business' AND \(taking.business.holdsDue)
            ORDER BY at, key LIMIT \(taking.limit) FOR UPDATE SKIP LOCKED
        ), machine AS MATERIALIZED (
            SELECT what, key FROM due
            WHERE what = \(what) AND clock = 'machine' AND \(taking.machine.holdsDue)
            ORDER BY at, key LIMIT \(taking.limit) - (SELECT count(*) FROM business) FOR UPDATE SKIP LOCKED
        )
        DELETE FROM due USING (SELECT * FROM business UNION ALL SELECT * FROM machine) AS taken
        WHERE due.what = taken.what AND due.key = taken.key
        RETURNING due.what, due.key, due.at, due.clock, due.attempts, due.detail
        """
    }

    /// Moves an item that could not be looked at out of the way of the others.
    func postpone(_ item: DueItem) async throws {
        try await self.pool.withConnection { connection in
            _ = try await connection.run(
                """
                UPDATE due SET attempts = attempts + 1,
                    at = CASE clock WHEN 'machine' THEN now() ELSE \(Timestamp(microseconds: self.clock.now())) END
                        + make_interval(secs => least(300, 2 ^ least(attempts, 9)))
                WHERE what = \(item.what) AND key = \(item.key)
                """)
        }
    }

    private func putBack(_ items: [DueItem], on connection: Connection) async throws {
        guard !items.isEmpty else { return }
        try await connection.queue([
            """
            INSERT INTO due (what, key, at, clock, attempts, detail)
            SELECT * FROM unnest(\(items.map(\.what))::text[], \(items.map(\.key))::text[],
                \(items.map { Timestamp(microseconds: $0.at.microseconds) })::timestamptz[],
                \(items.map(\.clock.rawValue))::text[], \(items.map { Int32($0.attempts) })::integer[],
                \(items.map { $0.detail.map(JSONText.init) })::json[])
            ON CONFLICT (what, key) DO NOTHING
            """
        ])
    }
}

extension DueTaking.Bound {
    /// The condition that an item be due by then.
    fileprivate var holdsDue: SQL {
        switch self {
        case .never: "false"
        case .instant(let instant): "at <= \(Timestamp(microseconds: instant.microseconds))"
        case .databaseNow: "at <= now()"
        }
    }
}

/// An item that could not be looked at, alone in its transaction.
struct DueFailure: Error {
    let item: DueItem
    let reason: any Error
}

extension Error {
    /// Whether it speaks of the world around an item, not of the item.
    fileprivate var isTransient: Bool {
        (self as? DatabaseError).map { $0.isTransient || $0.kind == .unknownCommit } ?? (self is UnvettedDatabase)
    }
}

extension Row {
    fileprivate func instant(_ column: String) throws -> Instant? {
        try self.decode(column, as: Timestamp?.self).map { Instant(microseconds: $0.microseconds) }
    }
}

extension DueItem {
    init(_ row: Row) throws {
        let clock = try row.decode("clock", as: String.self)
        self.init(
            what: try row.decode("what"), key: try row.decode("key"),
            at: Instant(microseconds: try row.decode("at", as: Timestamp.self).microseconds),
            clock: DueClock(rawValue: clock) ?? .machine,
            detail: try row.decode("detail", as: JSONText?.self)?.bytes)
        self.attempts = Int(try row.decode("attempts", as: Int32.self))
    }
}
