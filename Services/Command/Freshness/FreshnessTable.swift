internal import Kafka
internal import Messages
internal import Postgres

/// How far the services are, as their published views say.
enum FreshnessTable {
    /// The positions of the services in the partitions of a cluster. Of supervision's only those among its commands:
    /// the journals that it follows are read by others too, whose positions count.
    static func positions(
        on cluster: String, of topics: Topics, _ connection: Connection
    ) async throws -> [TopicPartition: Int64] {
        let rows = try await connection.run(
            """
            SELECT topic, partition, position FROM registry.position_v1 WHERE cluster = \(cluster)
            UNION ALL SELECT topic, partition, position FROM activity.position_v1 WHERE cluster = \(cluster)
            UNION ALL SELECT topic, partition, position FROM supervision.position_v1
                WHERE cluster = \(cluster) AND topic = \(topics.supervisionCommands.name)
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

    /// The heads of the lanes that supervision follows, as far as they go to topics.
    static func heads(of topics: [String], _ connection: Connection) async throws -> [LaneOfTopic: Int64] {
        try Self.lanes(
            try await connection.run(
                """
                SELECT topic, lane, head AS position FROM registry.lane_v1 WHERE topic = ANY(\(topics))
                UNION ALL SELECT topic, lane, head FROM activity.lane_v1 WHERE topic = ANY(\(topics))
                """))
    }

    /// How far supervision has read them.
    static func lanesRead(_ connection: Connection) async throws -> [LaneOfTopic: Int64] {
        try Self.lanes(try await connection.run("SELECT topic, lane, position FROM supervision.reading_v1"))
    }

    /// What of some kinds supervision is to look at by now and has not yet, or has looked at and could not finish.
    static func pendingJudgements(of kinds: [String], _ connection: Connection) async throws -> Set<PendingWork> {
        let rows = try await connection.run(
            """
            SELECT what || ' ' || key AS identity FROM supervision.due_v1
            WHERE what = ANY(\(kinds)) AND clock = 'business' AND (attempts > 0 OR at <= (
                SELECT coalesce(max(business + (clock_timestamp() - since)), clock_timestamp())
                FROM registry.clock_v1))
            """)
        return Set(
            try rows.map { row in
                PendingWork(noun: "judgement", subject: "supervision", identity: try row.decode("identity"))
            })
    }

    private static func lanes(_ rows: Rows) throws -> [LaneOfTopic: Int64] {
        var positions: [LaneOfTopic: Int64] = [:]
        for row in rows {
            let lane = LaneOfTopic(topic: try row.decode("topic"), lane: try row.decode("lane"))
            positions[lane] = try row.decode("position")
        }
        return positions
    }

    /// What the activity service has read and not finished: watermarks that have not taken effect, and records that are
    /// to be let go because what they waited for has come.
    static func pendingWork(_ connection: Connection) async throws -> Set<PendingWork> {
        let rows = try await connection.run(
            """
            SELECT 'watermark' AS noun, source AS subject,
                concat_ws('|', source, until, unit, kinds, recorded, accepted) AS identity
            FROM activity.pending_watermark_v1
            UNION ALL SELECT 'release', 'parked records', key FROM activity.due_v1 WHERE what = 'release'
            """)
        return Set(
            try rows.map { row in
                PendingWork(
                    noun: try row.decode("noun"), subject: try row.decode("subject"),
                    identity: try row.decode("identity"))
            })
    }
}

/// Something that follows from records that were read, and has not been done yet.
struct PendingWork: Hashable {
    /// What it is: `watermark`.
    let noun: String
    /// Of what it is one: `/campus/oa`.
    let subject: String
    /// Tells it from others of its kind.
    let identity: String
}

/// A lane of a journal as far as it goes to one topic.
struct LaneOfTopic: Hashable {
    let topic: String
    let lane: Int16
}
