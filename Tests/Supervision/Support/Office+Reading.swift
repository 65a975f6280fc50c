import Domain
import Facts
import Kit
import Postgres

@testable import Supervision

extension Office {
    /// The alerts of theme days, one in a line: unit, first day, version, status, severity, verdict.
    func alerts(of requirement: String = "theme-day") async throws -> [String] {
        try await self.database.run(
            """
            SELECT unit || ' ' || coalesce(window_from::text, '-') || ' v' || version || ' ' || status || ' '
                || severity || ' ' || verdict AS line
            FROM supervision.alert WHERE requirement = \(requirement) ORDER BY unit, window_from
            """
        ).decode("line")
    }

    /// The alerts that were published, in the order of the journal: alert's version, status, severity and verdict.
    func published(of requirement: String = "theme-day") async throws -> [String] {
        try await self.database.run(
            """
            SELECT (v ->> 'version') || ' ' || (v ->> 'status') || ' ' || (v ->> 'severity') || ' ' || (v ->> 'verdict')
                AS line
            FROM supervision.journal, LATERAL (SELECT convert_from(value, 'UTF8')::json AS v) AS said
            WHERE topic LIKE '%.alerts' AND v -> 'requirement' ->> 'id' = \(requirement) ORDER BY lane, position
            """
        ).decode("line")
    }

    /// The notices about sources that stand, stood or were withdrawn: source, unit, version, status.
    func notices() async throws -> [String] {
        try await self.database.run(
            """
            SELECT source || ' ' || unit || ' v' || version || ' ' || status AS line FROM supervision.alert
            WHERE source IS NOT NULL ORDER BY source
            """
        ).decode("line")
    }

    /// The last verdict of a duty, with its reason.
    func verdict(
        of unit: String = "b-1", from: String? = "2021-04-01", _ requirement: String = "theme-day"
    ) async throws -> String? {
        try await self.database.run(
            """
            SELECT verdict || coalesce(' ' || reason, '') || CASE WHEN filed_late THEN ' filed-late' ELSE '' END AS word
            FROM supervision.verdict WHERE unit = \(unit) AND requirement = \(requirement)
                AND window_from IS NOT DISTINCT FROM \(from.map(day))::date
            """
        ).first?.decode("word")
    }

    /// How many entries of the journal say that a verdict has changed.
    func changes() async throws -> Int64 {
        try await self.database.count(
            "SELECT count(*) FROM supervision.journal WHERE type = 'guoying.supervision.verdict-changed.v1'")
    }

    /// The units that lie in the due queue, with the instant.
    func due(_ what: String = "judge") async throws -> [String: Instant] {
        let rows = try await self.database.run("SELECT key, at FROM supervision.due WHERE what = \(what)")
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0.decode("key"), try $0.decode("at", as: Instant.self)) })
    }

    /// Adds twenty thousand records of other units.
    func fillWithRecordsOfOthers() async throws {
        _ = try await self.database.run(
            """
            WITH entry AS (
                INSERT INTO activity.journal (lane, position, accepted, topic, type, digest)
                SELECT n % 48, 1000 + n / 48, now(), 't', 'held', '' FROM generate_series(0, 19999) n
                RETURNING lane, position)
            INSERT INTO activity.record (unit, occurred, kind, record, revision, state, recorded, accepted, lane,
                position)
            SELECT 'x-' || position, now(), 'report', gen_random_uuid(), 1, 'held', now(), now(), lane, position
            FROM entry
            """)
    }

    /// How many rows of the owners' tables supervision reads in `body`: because no index led to what it asked for, and
    /// by an index.
    func rowsRead(
        of tables: [String], by body: (Connection) async throws -> Void
    ) async throws -> (scanned: Int64, foundByIndex: Int64) {
        _ = try await self.database.run("ANALYZE")
        let counts: SQL = """
            SELECT sum(seq_tup_read)::bigint AS scanned, sum(idx_tup_fetch)::bigint AS found FROM pg_stat_user_tables
            WHERE schemaname IN ('activity', 'registry') AND relname = ANY(\(tables))
            """
        let before = try await self.database.run(counts)[0]
        try await self.pool.withConnection { connection in
            try await body(connection)
            try await connection.run("SELECT pg_stat_force_next_flush()")
            try await connection.run("SELECT 1")
        }
        let after = try await self.database.run(counts)[0]
        func difference(_ column: String) throws -> Int64 {
            try after.decode(column, as: Int64.self) - before.decode(column, as: Int64.self)
        }
        return (try difference("scanned"), try difference("found"))
    }
}
