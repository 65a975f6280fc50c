internal import Domain
internal import Facts
internal import Postgres

/// Finds the units of a fan-out in the register.
enum FanOutTable {
    /// The next units in the order of their codes, `limit` at most.
    static func piece(of fanOut: FanOut, limit: Int, on connection: Connection) async throws -> [UnitCode] {
        let after = fanOut.after ?? ""
        let rows: Rows
        switch fanOut.reach {
        case .everything:
            rows = try await connection.run(
                "SELECT DISTINCT code FROM registry.unit_v1 WHERE code > \(after) ORDER BY code LIMIT \(limit)")
        case .subtree(let unit):
            rows = try await connection.run(Self.below("SELECT \(unit) AS code", after: after, limit: limit))
        case .source(let source):
            rows = try await connection.run(
                Self.below(
                    "SELECT unit AS code FROM registry.reporting_v1 WHERE source = \(source)", after: after,
                    limit: limit))
        }
        return try rows.decode("code")
    }

    /// Asks for the units below each unit apart: a join would read all that the view shows.
    private static func below(_ tops: SQL, after: UnitCode, limit: Int) -> SQL {
        """
        WITH RECURSIVE below AS (
            \(tops)
            UNION SELECT u.code FROM below CROSS JOIN LATERAL (
                SELECT code FROM registry.unit_v1 WHERE parent = below.code OFFSET 0) AS u)
        SELECT code FROM below WHERE code > \(after) ORDER BY code LIMIT \(limit)
        """
    }
}
