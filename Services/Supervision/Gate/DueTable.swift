internal import Domain
internal import Facts
internal import Machines
internal import Pipeline
internal import Postgres

/// What waits before the gate.
enum DueTable {
    /// Whether anything is to be judged that is due by now, and later than the instant up to which the gate is open.
    static func isWaiting(after opened: Instant?, upTo now: Instant, on connection: Connection) async throws -> Bool {
        // Two statements, of which each goes by the index: one plan for both would look through all that is due.
        let later: SQL = opened.map { "at > \($0)" } ?? "true"
        let rows = try await connection.run(
            """
            SELECT FROM due WHERE what = ANY(\([DueItem.judgeUnit, DueItem.judgeSource])) AND clock = 'business'
                AND at <= \(now) AND \(later) LIMIT 1
            """)
        return !rows.isEmpty
    }
}
