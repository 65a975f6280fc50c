internal import Domain
internal import Postgres
internal import ServiceKit

/// PostgreSQL's side of the due queue.
struct DueStore: Sendable {
    let pool: Pool
    let clock: any BusinessClock
    /// Says of which database the journal may be written; any where nil.
    var vetting: Vetting?

    /// Takes what is due, hands it to `handler` and writes what it answers, all in one transaction.
    /// - Returns: how many items were taken.
    /// - Throws: What `handler` throws; `DueFailure` in its place where one item was asked for.
    func drain(_ handler: any DueHandler, limit: Int) async throws -> Int {
        let items = try await self.pool.withConnection { connection -> [DueItem] in
            let now = Instant(microseconds: self.clock.now())
            return try await connection.transaction { connection in
                let rows = try await connection.run(
                    self.taking(
                        handler.what, due: handler.horizon(at: now).map { min($0, now) }, limit: limit))
                guard !rows.isEmpty else { return [] }
                let items = try rows.map(DueItem.init).sorted { $0.key < $1.key }
                let transaction = Transaction(
                    connection: connection, now: now, limits: JournalLimits(), vetting: self.vetting)
                do {
                    let outcomes = try await handler.perform(items, in: transaction)
                    try await self.putBack(items, outcomes, on: connection)
                } catch {
                    guard limit == 1, !error.isTransient else { throw error }
                    throw DueFailure(item: items[0], reason: error)
                }
                return items
            }
        }
        if !items.isEmpty { await handler.committed(items) }
        return items.count
    }

    /// Takes items out: what the handler schedules anew is then an entry of its own. Each clock is asked apart, so
    /// that the index gives the first of millions without a look at the others.
    private func taking(_ what: String, due horizon: Instant?, limit: Int) -> SQL {
        let horizon = horizon.map { Timestamp(microseconds: $0.microseconds) }
        return """
            WITH business AS MATERIALIZED (
                SELECT what, key FROM due
                WHERE what = \(what) AND clock = 'business' AND at <= \(horizon)
                ORDER BY at, key LIMIT \(limit) FOR UPDATE SKIP LOCKED
            ), machine AS MATERIALIZED (
                SELECT what, key FROM due
                WHERE what = \(what) AND clock = 'machine' AND at <= now()
                ORDER BY at, key LIMIT \(limit) - (SELECT count(*) FROM business) FOR UPDATE SKIP LOCKED
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

    private func putBack(_ items: [DueItem], _ outcomes: [DueOutcome], on connection: Connection) async throws {
        precondition(items.count == outcomes.count, "every due item has one outcome")
        var again: [(item: DueItem, at: Instant)] = []
        for (item, outcome) in zip(items, outcomes) {
            if case .again(let at) = outcome { again.append((item, at)) }
        }
        guard !again.isEmpty else { return }
        try await connection.run(
            """
            INSERT INTO due (what, key, at, clock, attempts, detail)
            SELECT * FROM unnest(\(again.map(\.item.what))::text[], \(again.map(\.item.key))::text[],
                \(again.map { Timestamp(microseconds: $0.at.microseconds) })::timestamptz[],
                \(again.map(\.item.clock.rawValue))::text[], \(again.map { Int32($0.item.attempts + 1) })::integer[],
                \(again.map { $0.item.detail.map(JSONText.init) })::json[])
            ON CONFLICT (what, key) DO NOTHING
            """)
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
        (self as? DatabaseError)?.isTransient ?? (self is UnvettedDatabase)
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
