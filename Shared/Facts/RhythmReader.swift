public import Domain
public import Postgres

/// Reads which units a source reports no more as it used to.
public enum RhythmReader {
    /// Those units with what used to take place, by source, unit and kind. All records there are are looked at.
    ///
    /// - Parameter source: Only of this source; of all where nil.
    /// - Throws: `DatabaseError`.
    public static func stopped(
        of source: SourceName? = nil, asOf: Instant, on connection: Connection
    ) async throws -> [SourceName: [StoppedReporting]] {
        let rows = try await connection.run(
            """
            SELECT source, unit, kind, newest, extract(epoch FROM usual)::bigint AS usual,
                extract(epoch FROM longest)::bigint AS longest
            FROM activity.rhythm_v1 WHERE \(source)::text IS NULL OR source = \(source) ORDER BY source, unit, kind
            """)
        var stopped: [SourceName: [StoppedReporting]] = [:]
        for row in rows {
            guard let kind = ActivityKind(rawValue: try row.decode("kind")) else { continue }
            let unit = StoppedReporting(
                unit: try row.decode("unit"), kind: kind, newest: try row.decode("newest"),
                usualSeconds: try row.decode("usual"), longestSeconds: try row.decode("longest"), asOf: asOf)
            if let unit { stopped[try row.decode("source"), default: []].append(unit) }
        }
        return stopped
    }
}
