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

    /// A reader on a session that may read the `…_v1` views.
    public init(_ connection: Connection) { self.connection = connection }

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
        let all = try await self.lineage(of: asked, at: positions)
        let answers = try await self.connection.pipeline([
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
            SELECT w.source, w.until, w.unit, w.kinds, w.recorded, w.position
            FROM (SELECT DISTINCT source FROM registry.reporting_v1 WHERE unit = ANY(\(all))) AS s
            CROSS JOIN LATERAL (
                SELECT source, until, unit, kinds, recorded, position FROM activity.watermark_v1
                WHERE source = s.source AND (unit IS NULL OR unit = ANY(\(all))) AND position <= \(positions.watermarks)
                    AND (recorded_until > \(knownAt) OR position_until > \(positions.watermarks)) OFFSET 0) AS w
            """,
            """
            SELECT id, unit, requirement, valid_from, valid_through, basis, signer, recorded, position,
                revoked_from,
                CASE WHEN revoked_position <= (\(positions.supervision)::bigint[])[lane + 1] THEN revoked END AS revoked
            FROM supervision.waiver_v1
            WHERE unit = ANY(\(asked)) AND position <= (\(positions.supervision)::bigint[])[lane + 1]
            """,
            """
            SELECT unit, valid_from, years, members, recorded, position
            FROM registry.committee_v1 WHERE unit = ANY(\(asked)) AND position <= \(positions.registry)
            """,
        ])
        let read = try ReadFacts(answers)
        return units.map { read.facts(of: $0) }
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

/// The rows of one reading, by unit.
private struct ReadFacts {
    private var units: [UnitCode: [UnitVersion]] = [:]
    private var counts: [UnitCode: [MemberCount]] = [:]
    private var duties: [UnitCode: [ReportingDuty]] = [:]
    private var watermarks: [SourceName: [Watermark]] = [:]
    private var waivers: [UnitCode: [Waiver]] = [:]
    private var committees: [UnitCode: [CommitteeVersion]] = [:]

    init(_ answers: [Rows]) throws {
        for row in answers[0] {
            let version = try UnitVersion(row)
            self.units[version.code, default: []].append(version)
        }
        for row in answers[1] {
            let count = try MemberCount(row)
            self.counts[count.unit, default: []].append(count)
        }
        for row in answers[2] {
            let duty = try ReportingDuty(row)
            self.duties[duty.unit, default: []].append(duty)
        }
        for row in answers[3] {
            let watermark = try Watermark(row)
            self.watermarks[watermark.source, default: []].append(watermark)
        }
        for row in answers[4] {
            let waiver = try Waiver(row)
            self.waivers[waiver.unit, default: []].append(waiver)
        }
        for row in answers[5] {
            let version = try CommitteeVersion(row)
            self.committees[version.unit, default: []].append(version)
        }
    }

    func facts(of unit: UnitCode) -> UnitFacts {
        let lineage = self.lineage(of: unit)
        let duties = lineage.flatMap { self.duties[$0] ?? [] }
        let sources = Set(duties.map(\.source))
        let covering = Set(lineage)
        return UnitFacts(
            unit: unit, units: lineage.flatMap { self.units[$0] ?? [] }, counts: self.counts[unit] ?? [],
            committees: self.committees[unit] ?? [], duties: duties,
            watermarks: sources.flatMap { self.watermarks[$0] ?? [] }
                .filter { $0.unit.map { covering.contains($0) } ?? true },
            waivers: self.waivers[unit] ?? [])
    }

    /// The unit and all that ever stood above it.
    private func lineage(of unit: UnitCode) -> [UnitCode] {
        var lineage = [unit]
        var known: Set<UnitCode> = [unit]
        var place = 0
        while place < lineage.count {
            for parent in (self.units[lineage[place]] ?? []).compactMap(\.parent) where known.insert(parent).inserted {
                lineage.append(parent)
            }
            place += 1
        }
        return lineage
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
