internal import Kafka
internal import Messages
internal import Postgres

/// How far the services are, as their published views say.
enum FreshnessTable {
    /// Asks for the positions of the services in what others send to them on a cluster, and for the activity service's
    /// in what the register decides.
    static func positions(on cluster: String, _ topics: Topics) -> SQL {
        // Supervision follows the journals too, which is another question.
        """
        SELECT topic, partition, position FROM registry.position_v1 WHERE cluster = \(cluster)
        UNION ALL SELECT topic, partition, position FROM activity.position_v1 WHERE cluster = \(cluster)
        UNION ALL SELECT topic, partition, position FROM supervision.position_v1
        WHERE cluster = \(cluster) AND topic = \(topics.supervisionCommands.name)
        """
    }

    /// The positions, of the answer to that question.
    static func positions(_ rows: Rows) throws -> [TopicPartition: Int64] {
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

    /// Asks for the head of the register's journal, and for how far it is published on a cluster.
    static func registryJournal(on cluster: String) -> SQL {
        """
        SELECT max(head) AS head, coalesce(max(position) FILTER (WHERE cluster = \(cluster)), 0) AS published
        FROM registry.published_v1 WHERE lane = 0
        """
    }

    /// Both, of the answer to that question.
    static func registryJournal(_ rows: Rows) throws -> (head: Int64, published: Int64) {
        let head = try rows[0].decode("head", as: Int64?.self) ?? 0
        return (head, try rows[0].decode("published"))
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

    /// Asks what the activity service has read and not finished: watermarks that have not taken effect, and records
    /// that are to be let go because what they waited for has come.
    static let pendingWork: SQL = """
        SELECT 'watermark' AS noun, source AS subject,
            concat_ws('|', source, until, unit, kinds, recorded, accepted) AS identity
        FROM activity.pending_watermark_v1
        UNION ALL SELECT 'release', 'parked records', key FROM activity.due_v1 WHERE what = 'release'
        """

    /// What is not finished, of the answer to that question.
    static func pendingWork(_ rows: Rows) throws -> Set<PendingWork> {
        Set(
            try rows.map { row in
                PendingWork(
                    noun: try row.decode("noun"), subject: try row.decode("subject"),
                    identity: try row.decode("identity"))
            })
    }
}
