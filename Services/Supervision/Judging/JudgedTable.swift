internal import Domain
internal import Facts
internal import Postgres

/// As of when units were judged, for whoever holds their items in the due queue.
enum JudgedTable {
    /// As of when a unit was judged last, and which days are to be looked at again.
    struct Judged: Hashable, Sendable {
        let asOf: Instant
        let days: Period?
    }

    /// Asks for the units of which only some duties have to be judged.
    static func question(about units: [UnitCode]) -> SQL {
        "SELECT unit, as_of, days_from, days_through FROM judged WHERE unit = ANY(\(units))"
    }

    /// Those units, of the answer to that question.
    static func judged(_ rows: Rows) throws -> [UnitCode: Judged] {
        var judged: [UnitCode: Judged] = [:]
        for row in rows {
            var days: Period?
            if let from = try row.decode("days_from", as: Day?.self),
                let through = try row.decode("days_through", as: Day?.self)
            {
                days = Period(from: from, through: through)
            }
            judged[try row.decode("unit")] = Judged(asOf: try row.decode("as_of"), days: days)
        }
        return judged
    }

    /// The statement that notes that units were judged, and which days are to be looked at again.
    static func writing(_ judged: [(unit: UnitCode, days: Period?)], asOf: Instant) -> SQL {
        """
        INSERT INTO judged (unit, as_of, days_from, days_through)
        SELECT unit, \(asOf), days_from, days_through
        FROM unnest(\(judged.map(\.unit))::text[], \(judged.map(\.days?.from))::date[],
            \(judged.map(\.days?.through))::date[]) AS new (unit, days_from, days_through)
        ON CONFLICT (unit) DO UPDATE
        SET as_of = excluded.as_of, days_from = excluded.days_from, days_through = excluded.days_through
        """
    }

    /// Has units judged as a whole the next time.
    static func forget(_ units: some Collection<UnitCode>, on connection: Connection) async throws {
        guard !units.isEmpty else { return }
        try await connection.run(Self.forgetting(units))
    }

    private static func forgetting(_ units: some Collection<UnitCode>) -> SQL {
        "DELETE FROM judged WHERE unit = ANY(\(Array(units)))"
    }

    /// The statements that have what was told of units judged the next time.
    static func noting(_ told: [UnitCode: Scope]) -> [SQL] {
        let wholes = told.filter { $0.value == .everything }.keys
        var statements: [SQL] = wholes.isEmpty ? [] : [Self.forgetting(wholes)]
        let days = told.compactMap { unit, scope -> (unit: UnitCode, days: Period)? in
            guard case .days(let days) = scope else { return nil }
            return (unit, days)
        }
        guard !days.isEmpty else { return statements }
        statements.append(
            """
            UPDATE judged SET days_from = least(judged.days_from, told.days_from),
                days_through = greatest(judged.days_through, told.days_through)
            FROM unnest(\(days.map(\.unit))::text[], \(days.map(\.days.from))::date[],
                \(days.map(\.days.through))::date[]) AS told (unit, days_from, days_through)
            WHERE judged.unit = told.unit
            """)
        return statements
    }
}
