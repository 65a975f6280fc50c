internal import Domain
internal import Facts
internal import Kafka
internal import Postgres

/// How far the services are, as their published views say.
enum FreshnessTable {
    /// The positions of both services in the partitions of a cluster.
    static func positions(on cluster: String, _ connection: Connection) async throws -> [TopicPartition: Int64] {
        let rows = try await connection.run(
            """
            SELECT topic, partition, position FROM registry.position_v1 WHERE cluster = \(cluster)
            UNION ALL SELECT topic, partition, position FROM activity.position_v1 WHERE cluster = \(cluster)
            """)
        var positions: [TopicPartition: Int64] = [:]
        for row in rows {
            let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
            positions[partition] = try row.decode("position")
        }
        return positions
    }

    /// The topics that the activity service has ever taken in: a site may have configured more intake topics than one.
    static func activityTopics(_ connection: Connection) async throws -> [String] {
        try await connection.run("SELECT DISTINCT topic FROM activity.position_v1 ORDER BY topic").decode("topic")
    }

    /// The head of the register's journal, and how far it is published on a cluster.
    static func registryJournal(
        on cluster: String, _ connection: Connection
    ) async throws -> (head: Int64, published: Int64) {
        let rows = try await connection.run(
            """
            SELECT max(head) AS head, coalesce(max(position) FILTER (WHERE cluster = \(cluster)), 0) AS published
            FROM registry.published_v1 WHERE lane = 0
            """)
        let head = try rows[0].decode("head", as: Int64?.self) ?? 0
        return (head, try rows[0].decode("published"))
    }

    /// The watermarks that have not taken effect yet.
    static func pendingWatermarks(_ connection: Connection) async throws -> Set<PendingWatermark> {
        let rows = try await connection.run(
            """
            SELECT source, until, coalesce(unit, '') AS unit, coalesce(kinds, '{}') AS kinds, recorded, accepted
            FROM activity.pending_watermark_v1
            """)
        return Set(try rows.map { try PendingWatermark($0) })
    }
}

/// A watermark that waits until what was sent before it has been taken in.
struct PendingWatermark: Hashable {
    let source: SourceName
    let until: Instant
    let unit: String
    let kinds: [String]
    let recorded: Instant
    let accepted: Instant
}

extension PendingWatermark {
    init(_ row: Row) throws {
        self.init(
            source: try row.decode("source"), until: try row.decode("until"), unit: try row.decode("unit"),
            kinds: try row.decode("kinds"), recorded: try row.decode("recorded"),
            accepted: try row.decode("accepted"))
    }
}
