public import Postgres

/// How far the journals of the register and of the activity log are, and how far supervision has read them.
public enum HeadTable {
    /// The owners' heads, of each lane and topic.
    public static func heads(of topics: [String], on connection: Connection) async throws -> [LaneTopic: Int64] {
        try Self.positions(await connection.run(Self.heads(of: topics)))
    }

    /// The highest positions that supervision has taken in.
    public static func positionsRead(of topics: [String], on connection: Connection) async throws -> [LaneTopic: Int64]
    {
        try Self.positions(await connection.run(Self.positionsRead(of: topics)))
    }

    /// Asks for the owners' heads.
    static func heads(of topics: [String]) -> SQL {
        """
        SELECT topic, lane, head AS position FROM registry.lane_v1 WHERE topic = ANY(\(topics))
        UNION ALL SELECT topic, lane, head FROM activity.lane_v1 WHERE topic = ANY(\(topics))
        """
    }

    /// Asks for the positions that supervision has taken in.
    static func positionsRead(of topics: [String]) -> SQL {
        "SELECT topic, lane, position FROM supervision.reading_v1 WHERE topic = ANY(\(topics))"
    }

    /// Raises the positions taken in to those of a batch, in a session of supervision's.
    public static func raise(_ read: [LaneTopic: Int64], on connection: Connection) async throws {
        guard !read.isEmpty else { return }
        try await connection.run(Self.raising(read))
    }

    /// The statement that raises them.
    public static func raising(_ read: [LaneTopic: Int64]) -> SQL {
        // In a fixed order, so that two batches never wait for each other crosswise.
        let sorted = read.sorted { ($0.key.topic, $0.key.lane) < ($1.key.topic, $1.key.lane) }
        return """
            INSERT INTO reading (topic, lane, position)
            SELECT * FROM unnest(\(sorted.map(\.key.topic))::text[], \(sorted.map { Int16($0.key.lane) })::smallint[],
                \(sorted.map(\.value))::bigint[])
            ON CONFLICT (topic, lane) DO UPDATE SET position = greatest(reading.position, excluded.position)
            """
    }

    static func positions(_ rows: Rows) throws -> [LaneTopic: Int64] {
        var positions: [LaneTopic: Int64] = [:]
        for row in rows {
            let lane = Int(try row.decode("lane", as: Int16.self))
            positions[LaneTopic(topic: try row.decode("topic"), lane: lane)] = try row.decode("position")
        }
        return positions
    }
}
