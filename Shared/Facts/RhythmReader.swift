public import Domain
public import Postgres

/// Reads which units a source reports no more as it used to.
public enum RhythmReader {
    /// Those units with what used to take place, by unit and kind. All records of the source are looked at.
    ///
    /// - Throws: `DatabaseError`.
    public static func stopped(
        of source: SourceName, asOf: Instant, on connection: Connection
    ) async throws -> [StoppedReporting] {
        let rows = try await connection.run(
            """
            SELECT unit, kind, newest, extract(epoch FROM usual)::bigint AS usual,
                extract(epoch FROM longest)::bigint AS longest
            FROM activity.rhythm_v1 WHERE source = \(source) ORDER BY unit, kind
            """)
        return try rows.compactMap { row in
            guard let kind = ActivityKind(rawValue: try row.decode("kind")) else { return nil }
            return StoppedReporting(
                unit: try row.decode("unit"), kind: kind, newest: try row.decode("newest"),
                usualSeconds: try row.decode("usual"), longestSeconds: try row.decode("longest"), asOf: asOf)
        }
    }
}
