public import Domain
internal import JSON
internal import Messages
public import Postgres

/// Reads what the register and the activity log know of units, through their published views.
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
                    UNION SELECT u.code FROM registry.unit_v1 u JOIN below ON u.parent = below.code)
                SELECT u.code FROM registry.unit_v1 u JOIN below USING (code) GROUP BY u.code ORDER BY min(position)
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
        return try FactPositions(answers[0], answers[1])
    }

    /// All that is known of `units`, in their order, unfiltered but by position.
    public func facts(of units: [UnitCode], at positions: FactPositions) async throws -> [UnitFacts] {
        let lineages = try await self.lineages(of: units, at: positions)
        let all = Set(lineages.values.flatMap { $0 }).sorted()
        let lanes = units.map { Int16(Lane.index(ofUnit: $0.rawValue)) }
        let heads = units.map { positions.activity(of: $0) }
        let answers = try await self.connection.pipeline([
            """
            SELECT code, valid_from, valid_through, name, kind, category, parent, recorded, position
            FROM registry.unit_v1 WHERE code = ANY(\(all)) AND position <= \(positions.registry)
            """,
            """
            SELECT unit, valid_from, formal, probationary, recorded, position
            FROM registry.member_count_v1 WHERE unit = ANY(\(units)) AND position <= \(positions.registry)
            """,
            """
            SELECT source, unit, name, owner, kinds, every, valid_from, valid_through, recorded, position
            FROM registry.reporting_v1 WHERE unit = ANY(\(all)) AND position <= \(positions.registry)
            """,
            """
            SELECT source, until, unit, kinds, recorded, position FROM activity.watermark_v1
            WHERE position <= \(positions.watermarks) AND source IN (
                SELECT source FROM registry.reporting_v1 WHERE unit = ANY(\(all)))
            """,
            // A record that moved within its unit has a row of the same version at each of its places; it counts
            // where it stands.
            """
            SELECT DISTINCT ON (r.unit, r.record, r.revision)
                r.unit, r.occurred, r.kind, r.record, r.revision, r.state, r.recorded, r.accepted, r.detail,
                r.source, r.id
            FROM unnest(\(units), \(lanes), \(heads)) AS asked (unit, lane, head)
            JOIN activity.record_v1 r ON r.unit = asked.unit AND r.lane = asked.lane AND r.position <= asked.head
            ORDER BY r.unit, r.record, r.revision, r.state = 'elsewhere'
            """,
            """
            SELECT d.unit, d.kind, d.occurred, d.recorded, d.ended, d.code
            FROM unnest(\(units), \(lanes), \(heads)) AS asked (unit, lane, head)
            JOIN activity.dead_letter_v1 d ON d.unit = asked.unit AND d.lane = asked.lane
                AND d.position <= asked.head
            WHERE d.kind IS NOT NULL AND d.occurred IS NOT NULL
            """,
        ])
        let read = try ReadFacts(answers)
        return units.map { read.facts(of: $0, lineage: lineages[$0] ?? [$0]) }
    }

    /// Each unit with all that ever stood above it, whatever the day.
    private func lineages(
        of units: [UnitCode], at positions: FactPositions
    ) async throws -> [UnitCode: Set<UnitCode>] {
        let rows = try await self.connection.run(
            """
            WITH RECURSIVE above AS (
                SELECT code AS unit, code FROM unnest(\(units)) AS asked (code)
                UNION SELECT above.unit, u.parent FROM registry.unit_v1 u JOIN above ON u.code = above.code
                WHERE u.parent IS NOT NULL AND u.position <= \(positions.registry))
            SELECT unit, code FROM above
            """)
        var lineages: [UnitCode: Set<UnitCode>] = [:]
        for row in rows {
            lineages[try row.decode("unit"), default: []].insert(try row.decode("code", as: UnitCode.self))
        }
        return lineages
    }
}

/// The rows of one reading, by unit.
private struct ReadFacts {
    private var units: [UnitCode: [UnitVersion]] = [:]
    private var counts: [UnitCode: [MemberCount]] = [:]
    private var duties: [UnitCode: [ReportingDuty]] = [:]
    private var watermarks: [SourceName: [Watermark]] = [:]
    private var records: [UnitCode: [RecordVersion]] = [:]
    private var letters: [UnitCode: [DeadLetter]] = [:]

    init(_ answers: [Rows]) throws {
        var reader = DocumentReader()
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
            self.records[try row.decode("unit"), default: []].append(try RecordVersion(row, with: &reader))
        }
        for row in answers[5] {
            // A letter that names a kind nobody knows hides no record of a kind that is owed.
            guard let letter = try DeadLetter(row) else { continue }
            self.letters[letter.unit, default: []].append(letter)
        }
    }

    func facts(of unit: UnitCode, lineage: Set<UnitCode>) -> UnitFacts {
        let duties = lineage.flatMap { self.duties[$0] ?? [] }
        let sources = Set(duties.map(\.source))
        return UnitFacts(
            unit: unit, units: lineage.flatMap { self.units[$0] ?? [] }, counts: self.counts[unit] ?? [],
            duties: duties, watermarks: sources.flatMap { self.watermarks[$0] ?? [] },
            records: self.records[unit] ?? [], deadLetters: self.letters[unit] ?? [])
    }
}
