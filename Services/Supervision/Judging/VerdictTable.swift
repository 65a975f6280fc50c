internal import Domain
internal import Facts
internal import Pipeline
internal import Postgres

/// The last verdict of each duty.
enum VerdictTable {
    /// Asks what was found last of all duties of units, and of single ones.
    static func question(about units: [UnitCode], and duties: [(unit: UnitCode, name: DutyName)]) -> SQL {
        let columns: SQL = "unit, requirement, window_from, window_through, verdict, late, filed_late, reason, since"
        return """
            WITH asked AS (
                SELECT * FROM unnest(\(duties.map(\.unit))::text[],
                    \(duties.map(\.name.requirement.rawValue))::text[], \(duties.map(\.name.from))::date[])
                    AS duty (unit, requirement, window_from))
            SELECT \(columns) FROM verdict WHERE unit = ANY(\(units))
            UNION ALL SELECT v.* FROM asked CROSS JOIN LATERAL (
                SELECT \(columns) FROM verdict
                WHERE unit = asked.unit AND requirement = asked.requirement AND window_from = asked.window_from
                OFFSET 0) AS v
            UNION ALL SELECT v.* FROM asked CROSS JOIN LATERAL (
                SELECT \(columns) FROM verdict
                WHERE unit = asked.unit AND requirement = asked.requirement AND window_from IS NULL OFFSET 0) AS v
            WHERE asked.window_from IS NULL
            """
    }

    /// What was found, of the answer to that question.
    static func verdicts(_ rows: Rows) throws -> [UnitCode: [DutyName: KnownFinding]] {
        var verdicts: [UnitCode: [DutyName: KnownFinding]] = [:]
        for row in rows {
            let requirement = RequirementID(rawValue: try row.decode("requirement"))
            let from = try row.decode("window_from", as: Day?.self)
            let through = try row.decode("window_through", as: Day?.self)
            let word = try row.decode("verdict", as: String.self)
            guard let verdict = Verdict(rawValue: word) else { throw UnknownVerdict(word: word) }
            let finding = Finding(
                verdict: verdict, isLate: try row.decode("late"), isFiledLate: try row.decode("filed_late"),
                reason: try row.decode("reason", as: String?.self))
            var window: Period?
            if let from, let through { window = Period(from: from, through: through) }
            verdicts[try row.decode("unit"), default: [:]][DutyName(requirement: requirement, from: from)] =
                KnownFinding(window: window, finding: finding, since: try row.decode("since"))
        }
        return verdicts
    }

    /// Writes changes with the places of their entries in the journal.
    static func writing(_ changes: [(change: FindingChange, number: JournalNumber)], since: Instant) -> SQL {
        let (all, numbers) = (changes.map(\.change), changes.map(\.number))
        return """
            INSERT INTO verdict (unit, requirement, window_from, window_through, verdict, late, filed_late, reason,
                lane, position, since)
            SELECT *, \(since) FROM unnest(\(all.map(\.unit))::text[], \(all.map(\.duty.requirement.rawValue))::text[],
                \(all.map(\.window?.from))::date[], \(all.map(\.window?.through))::date[],
                \(all.map(\.after.verdict.rawValue))::text[], \(all.map(\.after.isLate))::boolean[],
                \(all.map(\.after.isFiledLate))::boolean[], \(all.map(\.after.reason))::text[],
                \(numbers.map { Int16($0.lane) })::smallint[], \(numbers.map(\.position))::bigint[])
            ON CONFLICT (unit, requirement, window_from) DO UPDATE
            SET window_through = excluded.window_through, verdict = excluded.verdict, late = excluded.late,
                filed_late = excluded.filed_late, reason = excluded.reason, since = excluded.since,
                lane = excluded.lane, position = excluded.position
            """
    }
}

/// A row holds a verdict that this program does not know.
struct UnknownVerdict: Error, CustomStringConvertible {
    let word: String
    var description: String { "a row holds the verdict '\(self.word)', which this program does not know" }
}
