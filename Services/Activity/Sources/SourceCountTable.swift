internal import Facts
internal import Pipeline
internal import Postgres

/// SQL of what each source's events came to.
enum SourceCountTable {
    /// Adds counts, in ascending order, so that two transactions never wait for each other crosswise.
    static func add(_ counts: SourceCounts, on connection: Connection) async throws {
        guard !counts.counts.isEmpty else { return }
        let sorted = counts.counts.sorted { left, right in
            (left.key.source, left.key.kind, left.key.topic, left.key.partition)
                < (right.key.source, right.key.kind, right.key.topic, right.key.partition)
        }
        try await connection.queue([
            """
            INSERT INTO source_count (source, kind, topic, partition, accepted, duplicate, delayed, corrected, newest)
            SELECT * FROM unnest(\(sorted.map(\.key.source))::text[], \(sorted.map(\.key.kind))::text[],
                \(sorted.map(\.key.topic))::text[], \(sorted.map(\.key.partition))::integer[],
                \(sorted.map(\.value.accepted))::bigint[], \(sorted.map(\.value.duplicate))::bigint[],
                \(sorted.map(\.value.delayed))::bigint[], \(sorted.map(\.value.corrected))::bigint[],
                \(sorted.map(\.value.newest))::timestamptz[])
            ON CONFLICT (source, kind, topic, partition) DO UPDATE
            SET accepted = source_count.accepted + excluded.accepted,
                duplicate = source_count.duplicate + excluded.duplicate,
                delayed = source_count.delayed + excluded.delayed,
                corrected = source_count.corrected + excluded.corrected,
                newest = greatest(source_count.newest, excluded.newest)
            """
        ])
    }
}
