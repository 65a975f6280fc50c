internal import Domain
internal import Postgres
internal import ServiceKit

/// PostgreSQL's side of the due queue.
struct DueStore: Sendable {
    let pool: Pool
    let clock: any BusinessClock

    /// Takes what is due, hands it to `handler` and writes what it answers, all in one transaction.
    /// - Returns: how many items were taken.
    func drain(_ handler: any DueHandler, limit: Int) async throws -> Int {
        let items = try await self.pool.withConnection { connection -> [DueItem] in
            let now = Instant(microseconds: self.clock.now())
            return try await connection.transaction { connection in
                // Taken out first: what the handler schedules anew is then an entry of its own.
                let rows = try await connection.run(
                    """
                    DELETE FROM due WHERE (what, key) IN (
                        SELECT what, key FROM due WHERE what = \(handler.what) AND (
                            (clock = 'business' AND at <= \(Timestamp(microseconds: now.microseconds)))
                            OR (clock = 'machine' AND at <= now()))
                        ORDER BY at, key LIMIT \(limit) FOR UPDATE SKIP LOCKED)
                    RETURNING what, key, at, clock, attempts, detail
                    """)
                guard !rows.isEmpty else { return [] }
                let items = try rows.map(DueItem.init).sorted { $0.key < $1.key }
                let transaction = Transaction(connection: connection, now: now, limits: JournalLimits())
                let outcomes = try await handler.perform(items, in: transaction)
                try await self.putBack(items, outcomes, on: connection)
                return items
            }
        }
        if !items.isEmpty { await handler.committed(items) }
        return items.count
    }

    /// Moves items that could not be looked at out of the way of the others.
    func postpone(_ what: String, on connection: Connection) async throws {
        try await connection.run(
            """
            UPDATE due SET attempts = attempts + 1,
                at = CASE clock WHEN 'machine' THEN now() ELSE \(Timestamp(microseconds: self.clock.now())) END
                    + make_interval(secs => least(300, 2 ^ least(attempts, 9)))
            WHERE (what, key) IN (
                SELECT what, key FROM due WHERE what = \(what) ORDER BY at, key LIMIT 1 FOR UPDATE SKIP LOCKED)
            """)
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
