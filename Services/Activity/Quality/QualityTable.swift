internal import Domain
internal import Facts
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// SQL of the letters about sources.
struct QualityTable {
    let connection: Connection

    /// Has the first letters written on the next Monday, unless that is settled.
    static func scheduleFirst(in transaction: Transaction) async throws {
        try await transaction.connection.run(
            """
            INSERT INTO due (what, key, at, clock)
            VALUES (\(QualityHandler.name), '', \(QualityHandler.next(after: transaction.now)), 'business')
            ON CONFLICT (what, key) DO NOTHING
            """)
    }

    /// All sources that were ever expected to report, with the units for whose subtrees.
    func sources() async throws -> [(SourceName, [UnitCode])] {
        let rows = try await self.connection.run(
            """
            SELECT source, array_agg(DISTINCT unit) AS units FROM registry.reporting_v1
            GROUP BY source ORDER BY source
            """)
        return try rows.map { row in
            let units = try row.decode("units", as: [String].self)
            return (try row.decode("source"), units.map { UnitCode(rawValue: $0) })
        }
    }

    /// Counts what came since the letters before, or in the week where there were none, and keeps the counts for the
    /// next.
    ///
    /// - Parameter letters: Those about one source, which tell all its owners the same.
    func count(_ letters: inout [SourceQuality]) async throws {
        guard let first = letters.first else { return }
        let source = first.duty.source
        let row = try await self.connection.run(
            """
            WITH now AS (
                SELECT coalesce(sum(accepted), 0)::bigint AS accepted, coalesce(sum(duplicate), 0)::bigint AS duplicate,
                    coalesce(sum(corrected), 0)::bigint AS corrected, coalesce(sum(delayed), 0)::bigint AS delayed
                FROM source_count WHERE source = \(source) AND kind <> 'watermark'
            ), old AS (
                SELECT * FROM quality_letter WHERE source = \(source)
            ), kept AS (
                INSERT INTO quality_letter (source, written, accepted, duplicate, corrected, delayed)
                SELECT \(source), \(first.to), * FROM now
                ON CONFLICT (source) DO UPDATE SET written = excluded.written, accepted = excluded.accepted,
                    duplicate = excluded.duplicate, corrected = excluded.corrected, delayed = excluded.delayed
            )
            SELECT old.written, now.accepted - coalesce(old.accepted, 0) AS accepted,
                now.duplicate - coalesce(old.duplicate, 0) AS duplicate,
                now.corrected - coalesce(old.corrected, 0) AS corrected,
                now.delayed - coalesce(old.delayed, 0) AS delayed,
                (SELECT count(*) FROM parked WHERE source = \(source)) AS parked
            FROM now LEFT JOIN old ON true
            """)[0]
        let from = try row.decode("written", as: Instant?.self) ?? first.from
        let rows = try await self.connection.run(
            """
            SELECT code, field, count(*) AS letters
            FROM dead_letter AS l JOIN journal AS j ON j.lane = l.lane AND j.position = l.position
            WHERE l.source = \(source) AND j.accepted >= \(from) AND j.accepted < \(first.to)
            GROUP BY code, field ORDER BY letters DESC, code, field LIMIT 20
            """)
        let refused = try rows.map { row in
            SourceQuality.Refusal(
                code: try row.decode("code"), field: try row.decode("field"), count: try row.decode("letters"))
        }
        for place in letters.indices {
            letters[place].from = from
            letters[place].accepted = try row.decode("accepted")
            letters[place].duplicate = try row.decode("duplicate")
            letters[place].corrected = try row.decode("corrected")
            letters[place].delayed = try row.decode("delayed")
            letters[place].parked = try row.decode("parked")
            letters[place].refused = refused
        }
    }
}
