internal import Domain
internal import Facts
internal import Postgres

/// Reads how the sources are, from the published views.
struct SourceReader {
    private let connection: Connection
    private let asOf: Instant

    /// A reader on a session that may read the published views.
    init(_ connection: Connection, asOf: Instant) {
        self.connection = connection
        self.asOf = asOf
    }

    /// One source, or all that the register has ever named or that have ever sent anything, by name.
    ///
    /// - Throws: ``CommandFailure`` where nobody knows the source that was asked for.
    func read(_ asked: SourceName?) async throws -> [SourceStatus] {
        try await self.connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let known: [SourceName] = try await self.connection.run(
            """
            SELECT source FROM registry.reporting_v1 UNION SELECT source FROM activity.source_v1 ORDER BY source
            """
        ).decode("source")
        var sources = asked.map { [$0] } ?? known
        if let asked, !known.contains(asked) {
            // Whoever was always refused is in no list, and wants to know why all the more.
            let letters = try await self.connection.run(
                "SELECT FROM activity.dead_letter_v1 WHERE source = \(asked) LIMIT 1")
            let waiting = try await self.connection.run(
                "SELECT FROM activity.parked_v1 WHERE source = \(asked) LIMIT 1")
            guard !letters.isEmpty || !waiting.isEmpty else {
                throw CommandFailure.unknown(
                    "source", asked.rawValue, among: known.map(\.rawValue), place: "the register")
            }
        }
        sources.sort()
        var statuses = try await self.counted(sources)
        try await self.addExpectations(to: &statuses)
        if asked != nil { try await self.addStopped(to: &statuses) }
        try await self.connection.run("COMMIT")
        return sources.compactMap { statuses[$0] }
    }

    private func addExpectations(to statuses: inout [SourceName: SourceStatus]) async throws {
        let rows = try await self.connection.run(
            """
            SELECT source, unit FROM registry.reporting_v1 WHERE source = ANY(\(Array(statuses.keys)))
            GROUP BY source, unit ORDER BY min(position), unit
            """)
        let pairs = try rows.map { row in
            (source: try row.decode("source", as: SourceName.self), unit: try row.decode("unit", as: UnitCode.self))
        }
        let reader = FactsReader(self.connection)
        let units = Array(Set(pairs.map(\.unit))).sorted()
        let facts = try await reader.facts(of: units, at: try await reader.positions(), knownAt: self.asOf)
        let byUnit = Dictionary(uniqueKeysWithValues: zip(units, facts))
        for (source, unit) in pairs {
            guard let facts = byUnit[unit],
                let expectation = SourceExpectation(of: source, facts, asOf: self.asOf)
            else { continue }
            statuses[source]?.expectations.append(expectation)
        }
    }

    /// Adds the units that a source reports no more as it used to. All of its records are looked at, so this is for
    /// one.
    private func addStopped(to statuses: inout [SourceName: SourceStatus]) async throws {
        for source in statuses.keys {
            let stopped = try await RhythmReader.stopped(of: source, asOf: self.asOf, on: self.connection)
            statuses[source]?.stopped = stopped[source] ?? []
        }
    }

    /// What came of what the sources sent.
    private func counted(_ sources: [SourceName]) async throws -> [SourceName: SourceStatus] {
        var statuses = Dictionary(uniqueKeysWithValues: sources.map { ($0, SourceStatus($0)) })
        let answers = try await self.connection.pipeline([
            """
            SELECT source, kind, accepted, duplicate, delayed, corrected, newest FROM activity.source_v1
            WHERE source = ANY(\(sources)) ORDER BY source, kind
            """,
            """
            SELECT source, code, field, count(*) AS letters, count(*) FILTER (WHERE ended IS NULL) AS open
            FROM activity.dead_letter_v1 WHERE source = ANY(\(sources))
            GROUP BY source, code, field ORDER BY source, letters DESC, code, field
            """,
            """
            SELECT source, key, count(*) AS records, min(accepted) AS since FROM activity.parked_v1
            WHERE source = ANY(\(sources)) GROUP BY source, key ORDER BY source, since, key
            """,
            """
            SELECT source, until, recorded, topic, (
                SELECT coalesce(sum(greatest(0, part.behind - coalesce(p.position, 0))), 0)::bigint
                FROM unnest(w.ends) WITH ORDINALITY AS part (behind, number)
                LEFT JOIN activity.position_v1 AS p
                    ON p.cluster = w.cluster AND p.topic = w.topic AND p.partition = part.number - 1) AS missing
            FROM activity.pending_watermark_v1 AS w WHERE source = ANY(\(sources)) ORDER BY source, recorded, until
            """,
            """
            SELECT source, raised FROM supervision.alert_v1
            WHERE source = ANY(\(sources)) AND status <> 'resolved'
            """,
        ])
        for row in answers[0] { statuses[try row.decode("source")]?.counts.append(try SourceStatus.SourceCount(row)) }
        for row in answers[1] { statuses[try row.decode("source")]?.refusals.append(try SourceStatus.Refusal(row)) }
        for row in answers[2] { statuses[try row.decode("source")]?.parked.append(try SourceStatus.ParkedRecords(row)) }
        for row in answers[3] {
            statuses[try row.decode("source")]?.pending.append(try SourceStatus.PendingWatermark(row))
        }
        for row in answers[4] { statuses[try row.decode("source")]?.noticeSince = try row.decode("raised") }
        return statuses
    }
}

extension SourceStatus.SourceCount {
    fileprivate init(_ row: Row) throws {
        self.init(
            kind: try row.decode("kind"), accepted: try row.decode("accepted"), duplicate: try row.decode("duplicate"),
            delayed: try row.decode("delayed"), corrected: try row.decode("corrected"), newest: try row.decode("newest")
        )
    }
}

extension SourceStatus.Refusal {
    fileprivate init(_ row: Row) throws {
        self.init(
            code: try row.decode("code"), field: try row.decode("field"), count: try row.decode("letters"),
            open: try row.decode("open"))
    }
}

extension SourceStatus.ParkedRecords {
    fileprivate init(_ row: Row) throws {
        self.init(key: try row.decode("key"), count: try row.decode("records"), since: try row.decode("since"))
    }
}

extension SourceStatus.PendingWatermark {
    fileprivate init(_ row: Row) throws {
        self.init(
            until: try row.decode("until"), recorded: try row.decode("recorded"), topic: try row.decode("topic"),
            missing: try row.decode("missing"))
    }
}
