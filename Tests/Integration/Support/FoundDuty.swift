import Kit
import Postgres

/// What was found of a duty, as the board and the stored verdicts say it alike.
struct FoundDuty: Hashable, CustomStringConvertible {
    let unit: String
    let requirement: String
    /// The window's first and last day; none for a limit.
    var from: String?
    var through: String?
    let verdict: String
    var isLate = false
    var isFiledLate = false
    var reason: String?

    /// The duty's name: `b-0101 theme-day 2021-04-01`.
    var name: String { "\(self.unit) \(self.requirement) \(self.from ?? "-")" }

    /// The whole in a line.
    var description: String {
        let flags = (self.isLate ? " late" : "") + (self.isFiledLate ? " filed-late" : "")
        return "\(self.name)/\(self.through ?? "-") \(self.verdict)\(flags) \(self.reason ?? "")"
    }
}

extension Installation {
    /// What a full evaluation finds now.
    nonisolated func evaluatedDuties() async throws -> [FoundDuty] {
        let outcome = try await self.guoying("board", "--windows", "--all", "--format", "json", "--wait", "0")
        guard outcome.status == 0 else { throw Program.Failure(description: "guoying board: \(outcome.errors)") }
        let board = try JSONValue(outcome.output)
        var duties: [FoundDuty] = []
        for row in board["units"]?.elements ?? [] {
            for cell in row["cells"]?.elements ?? [] {
                let found = FoundDuty(
                    unit: row["unit"]?["id"]?.string ?? "", requirement: cell["requirement"]?.string ?? "",
                    verdict: cell["verdict"]?.string ?? "", reason: cell["reason"]?.string)
                guard let windows = cell["windows"]?.elements else {
                    duties.append(found)
                    continue
                }
                duties += windows.map { window in
                    FoundDuty(
                        unit: found.unit, requirement: found.requirement, from: window["from"]?.string,
                        through: window["to"]?.string, verdict: window["verdict"]?.string ?? "",
                        isLate: window["late"] == .boolean(true), isFiledLate: window["filedLate"] == .boolean(true),
                        reason: window["reason"]?.string)
                }
            }
        }
        return duties
    }

    /// What supervision has stored.
    nonisolated func storedDuties() async throws -> [FoundDuty] {
        try await self.database.run(
            """
            SELECT unit, requirement, window_from::text AS first, window_through::text AS last, verdict, late,
                filed_late, reason
            FROM supervision.verdict_v1
            """
        ).map { row in
            FoundDuty(
                unit: try row.decode("unit"), requirement: try row.decode("requirement"), from: try row.decode("first"),
                through: try row.decode("last"), verdict: try row.decode("verdict"), isLate: try row.decode("late"),
                isFiledLate: try row.decode("filed_late"), reason: try row.decode("reason"))
        }
    }
}
