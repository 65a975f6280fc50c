internal import Domain
internal import Facts
internal import Postgres

/// Reads the register's posts.
enum PostTable {
    /// The posts at units and at all that ever stood above them.
    static func book(of units: Set<String>, on connection: Connection) async throws -> PostBook {
        guard !units.isEmpty else { return PostBook() }
        // Asked for each: a join would read all that a view shows.
        let rows = try await connection.run(
            """
            WITH RECURSIVE above AS (
                SELECT code FROM unnest(\(units.sorted())) AS asked (code)
                UNION SELECT u.parent FROM above CROSS JOIN LATERAL (
                    SELECT parent FROM registry.unit_v1 WHERE code = above.code AND parent IS NOT NULL OFFSET 0) AS u)
            SELECT code FROM above
            """)
        let codes = try rows.decode("code", as: String.self)
        let answers = try await connection.pipeline([
            """
            SELECT code, valid_from, valid_through, name, kind, category, parent, recorded, position
            FROM registry.unit_v1 WHERE code = ANY(\(codes))
            """,
            """
            SELECT unit, post, person, valid_from, valid_through, recorded, position
            FROM registry.post_v1 WHERE unit = ANY(\(codes))
            """,
        ])
        return PostBook(
            units: try answers[0].map { try UnitVersion($0) }, holdings: try answers[1].map { try PostHolding($0) })
    }
}
