public import Domain
internal import JSON
internal import Messages
public import Postgres

/// Reads what the register and the activity log know of units, through their published views.
///
/// The views are barriers: a condition passes into them where it compares with values, not where it joins. Whoever asks
/// by the rows of another table therefore asks for each of them (`LATERAL … OFFSET 0`), or the whole table is read.
public struct FactsReader {
    private let connection: Connection
    private let memory: RegisterMemory?

    /// A reader on a session that may read the `…_v1` views, and that need not read again what is in `memory`.
    public init(_ connection: Connection, remembering memory: RegisterMemory? = nil) {
        self.connection = connection
        self.memory = memory
    }

    /// Every unit that the register has ever had, in register order: the order in which the codes came.
    /// - Parameter top: only this unit and those that have ever stood under it; all where nil.
    public func units(under top: UnitCode?) async throws -> [UnitCode] {
        let rows: Rows
        if let top {
            rows = try await self.connection.run(
                """
                WITH RECURSIVE below AS (
                    SELECT \(top) AS code
                    UNION SELECT u.code FROM below CROSS JOIN LATERAL (
                        SELECT code FROM registry.unit_v1 WHERE parent = below.code OFFSET 0) AS u)
                SELECT code FROM below CROSS JOIN LATERAL (
                    SELECT min(position) AS first FROM registry.unit_v1 WHERE unit_v1.code = below.code) AS u
                WHERE first IS NOT NULL ORDER BY first, code
                """)
        } else {
            rows = try await self.connection.run(
                "SELECT code FROM registry.unit_v1 GROUP BY code ORDER BY min(position), code")
        }
        return try rows.map { try $0.decode("code", as: UnitCode.self) }
    }

    /// How far the journals are now.
    public func positions() async throws -> FactPositions {
        let answers = try await self.connection.pipeline(FactPositions.statements)
        return try FactPositions(answers)
    }

    /// All that bears on `units` for whoever judges with the knowledge of `knownAt`, in their order.
    ///
    /// What a unit gets depends on the unit, the positions, that instant and the days only. It is all that is known at
    /// the positions, but for watermarks: a source may send one every hour for years, and those in whose place a newer
    /// one stood by `knownAt` that speaks of the same decide nothing.
    /// - Parameter days: Only records and letters of these days; all where nil.
    public func facts(
        of units: [UnitCode], at positions: FactPositions, knownAt: Instant, among days: Period? = nil
    ) async throws -> [UnitFacts] {
        let facts = try await self.frames(of: units, at: positions, knownAt: knownAt)
        return try await self.completed(facts.map { ($0, days) }, at: positions)
    }

    /// The same without any records or letters.
    public func frames(
        of units: [UnitCode], at positions: FactPositions, knownAt: Instant
    ) async throws -> [UnitFacts] {
        let asked = Set(units).sorted()
        var (register, missing) = self.memory?.recall(asked, at: positions.registry) ?? (RegisterFacts(), asked)
        if !missing.isEmpty {
            let read = try await self.register(of: missing, at: positions)
            self.memory?.remember(read, of: missing, at: positions.registry)
            register.add(read)
        }
        let covering = Set(asked.flatMap { register.lineage(of: $0) }).sorted()
        let answers = try await self.connection.pipeline([
            """
            SELECT w.source, w.until, w.unit, w.kinds, w.recorded, w.position
            FROM unnest(\(register.sources)::text[]) AS s (source)
            CROSS JOIN LATERAL (
                SELECT source, until, unit, kinds, recorded, position FROM activity.watermark_v1
                WHERE source = s.source AND (unit IS NULL OR unit = ANY(\(covering)))
                    AND position <= \(positions.watermarks)
                    AND (recorded_until > \(knownAt) OR position_until > \(positions.watermarks)) OFFSET 0) AS w
            """,
            """
            SELECT id, unit, requirement, valid_from, valid_through, basis, signer, recorded, position,
                revoked_from,
                CASE WHEN revoked_position <= (\(positions.supervision)::bigint[])[lane + 1] THEN revoked END AS revoked
            FROM supervision.waiver_v1
            WHERE unit = ANY(\(asked)) AND position <= (\(positions.supervision)::bigint[])[lane + 1]
            """,
        ])
        let watermarks = Dictionary(grouping: try answers[0].map { try Watermark($0) }, by: \.source)
        let waivers = Dictionary(grouping: try answers[1].map { try Waiver($0) }, by: \.unit)
        return units.map { register.facts(of: $0, watermarks: watermarks, waivers: waivers[$0] ?? []) }
    }

    /// What the register says of units and of those above them.
    private func register(of asked: [UnitCode], at positions: FactPositions) async throws -> RegisterFacts {
        let all = try await self.lineage(of: asked, at: positions)
        return try RegisterFacts(
            await self.connection.pipeline([
                """
                SELECT code, valid_from, valid_through, name, kind, category, parent, recorded, position
                FROM registry.unit_v1 WHERE code = ANY(\(all)) AND position <= \(positions.registry)
                """,
                """
                SELECT unit, valid_from, formal, probationary, recorded, position
                FROM registry.member_count_v1 WHERE unit = ANY(\(asked)) AND position <= \(positions.registry)
                """,
                """
                SELECT source, unit, name, owner, kinds, every, valid_from, valid_through, recorded, position
                FROM registry.reporting_v1 WHERE unit = ANY(\(all)) AND position <= \(positions.registry)
                """,
                """
                SELECT unit, valid_from, years, members, recorded, position
                FROM registry.committee_v1 WHERE unit = ANY(\(asked)) AND position <= \(positions.registry)
                """,
            ]))
    }

    /// Units with their records and letters: of each those of some days, or all where there is nil.
    ///
    /// Each place of a record has a row for every version of it, so that whoever reads some days sees all that bears on
    /// them; where a version stands on another day cannot be seen.
    public func completed(
        _ facts: [(unit: UnitFacts, days: Period?)], at positions: FactPositions
    ) async throws -> [UnitFacts] {
        let asked = Dictionary(facts.map { ($0.unit.unit, $0.days) }) { first, _ in first }
            .sorted { $0.key < $1.key }
        let (units, starts, ends) = (asked.map(\.key), asked.map(\.value?.start), asked.map(\.value?.end))
        // Infinity is put in here: a barrier would not let a comparison pass that has to compute first.
        let span: SQL = """
            SELECT unit, coalesce(start, '-infinity') AS start, coalesce(stop, 'infinity') AS stop
            FROM unnest(\(units)::text[], \(starts)::timestamptz[], \(ends)::timestamptz[]) AS asked (unit, start, stop)
            OFFSET 0
            """
        let answers = try await self.connection.pipeline([
            // A record that moved within its unit has a row of the same version at each of its places; it counts
            // where it stands, else at the earliest: whoever reads again must read the same.
            """
            SELECT DISTINCT ON (r.unit, r.record, r.revision) r.*
            FROM (\(span)) AS asked CROSS JOIN LATERAL (
                SELECT unit, occurred, kind, record, revision, state, recorded, accepted, detail, source, id
                FROM activity.record_v1
                WHERE unit = asked.unit AND occurred >= asked.start AND occurred < asked.stop
                    AND position <= (\(positions.activity)::bigint[])[lane + 1] OFFSET 0) AS r
            ORDER BY r.unit, r.record, r.revision, r.state = 'elsewhere', r.occurred
            """,
            """
            SELECT l.*
            FROM (\(span)) AS asked CROSS JOIN LATERAL (
                SELECT unit, kind, occurred, recorded, code,
                    CASE WHEN ended_position <= (\(positions.activity)::bigint[])[lane + 1] THEN ended END AS ended
                FROM activity.dead_letter_v1
                WHERE unit = asked.unit AND occurred >= asked.start AND occurred < asked.stop
                    AND position <= (\(positions.activity)::bigint[])[lane + 1] AND kind IS NOT NULL OFFSET 0) AS l
            """,
        ])
        let read = try ReadRecords(answers)
        return facts.map { unit, _ in unit.with(read.records[unit.unit] ?? [], read.letters[unit.unit] ?? []) }
    }

    /// The units with all that ever stood above them, whatever the day.
    private func lineage(of units: [UnitCode], at positions: FactPositions) async throws -> [UnitCode] {
        let rows = try await self.connection.run(
            """
            WITH RECURSIVE above AS (
                SELECT code FROM unnest(\(units)) AS asked (code)
                UNION SELECT u.parent FROM above CROSS JOIN LATERAL (
                    SELECT parent FROM registry.unit_v1
                    WHERE code = above.code AND parent IS NOT NULL AND position <= \(positions.registry) OFFSET 0) AS u)
            SELECT code FROM above
            """)
        return try rows.map { try $0.decode("code", as: UnitCode.self) }
    }
}

/// The rows of records and letters of one reading, by unit.
private struct ReadRecords {
    private(set) var records: [UnitCode: [RecordVersion]] = [:]
    private(set) var letters: [UnitCode: [DeadLetter]] = [:]

    init(_ answers: [Rows]) throws {
        var reader = DocumentReader()
        for row in answers[0] {
            self.records[try row.decode("unit"), default: []].append(try RecordVersion(row, with: &reader))
        }
        for row in answers[1] {
            // A letter that names a kind nobody knows hides no record of a kind that is owed.
            guard let letter = try DeadLetter(row) else { continue }
            self.letters[letter.unit, default: []].append(letter)
        }
    }
}
