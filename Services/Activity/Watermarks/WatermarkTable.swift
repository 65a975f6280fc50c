internal import Crypto
internal import Domain
internal import Facts
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// SQL of watermarks.
enum WatermarkTable {
    /// Writes watermarks that are not in effect yet, in the order in which they came.
    static func add(_ facts: [Fact], on connection: Connection) async throws {
        guard !facts.isEmpty else { return }
        var encoder = CopyEncoder()
        for fact in facts {
            guard case .watermark(let watermark) = fact.message.body else { continue }
            // Where nobody asked for the ends there is nothing to wait for.
            let ends = fact.ends ?? TopicEnds(cluster: "", ends: [])
            encoder.beginRow(columns: 13)
            encoder.append(fact.message.identity)
            encoder.append(fact.message.envelope.source)
            encoder.append(watermark.until)
            encoder.append(watermark.unit)
            encoder.append(watermark.kinds.map { $0.map(\.rawValue).sorted() })
            encoder.append(fact.recorded)
            encoder.append(fact.accepted)
            encoder.append(ends.cluster)
            encoder.append(fact.record.topic)
            encoder.append(ends.ends)
            encoder.append(fact.message.envelope.id)
            encoder.append(json: JournalHeaders(passedOn: fact).json())
            encoder.append(fact.message.data)
        }
        try await connection.copy(
            encoder,
            into: """
                watermark (identity, source, until, unit, kinds, recorded, accepted, cluster, topic, ends,
                    event_id, headers, value)
                """)
    }

    /// Locks the first watermarks of a source that are not in effect yet, in the order in which they came.
    static func lock(of source: String, limit: Int, on connection: Connection) async throws -> [PendingWatermark] {
        let rows = try await connection.run(
            """
            SELECT identity, source, event_id, accepted, cluster, topic, ends, headers, value FROM watermark
            WHERE source = \(source) AND position IS NULL ORDER BY number LIMIT \(limit) FOR UPDATE
            """)
        return try rows.map(PendingWatermark.init)
    }

    /// How far the partitions of topics have been taken in.
    static func positions(
        of topics: [String], cluster: String, on connection: Connection
    ) async throws -> [Partition: Int64] {
        let rows = try await connection.run(
            """
            SELECT topic, partition, position FROM position
            WHERE cluster = \(cluster) AND topic = ANY(\(topics))
            """)
        var positions: [Partition: Int64] = [:]
        for row in rows {
            let partition = Partition(topic: try row.decode("topic"), number: try row.decode("partition"))
            positions[partition] = try row.decode("position")
        }
        return positions
    }

    /// Writes that watermarks took effect, each at its place in lane 0, whose lock the transaction holds: nobody else
    /// writes that meanwhile.
    static func takeEffect(_ identities: [Digest16], at positions: [Int64], on connection: Connection) async throws {
        guard !identities.isEmpty else { return }
        try await connection.pipeline(
            zip(identities, positions).flatMap { identity, position -> [SQL] in
                [
                    // Of those that speak of the same, it takes the place of the one that stood till now …
                    """
                    UPDATE watermark SET recorded_until = new.recorded, position_until = \(position)
                    FROM (\(Self.standing(besides: identity))) AS new
                    WHERE watermark.identity = new.standing AND watermark.recorded <= new.recorded
                    """,
                    // … or that one has been recorded later, and goes before it at once.
                    """
                    UPDATE watermark SET position = \(position),
                        recorded_until = coalesce(new.standing_recorded, watermark.recorded_until),
                        position_until = CASE WHEN new.standing IS NULL THEN watermark.position_until
                            ELSE \(position) END
                    FROM (\(Self.standing(besides: identity))) AS new WHERE watermark.identity = new.identity
                    """,
                ]
            })
    }

    /// A watermark, with the one in effect that speaks of the same and has no newer one yet.
    private static func standing(besides identity: Digest16) -> SQL {
        """
        SELECT new.identity, new.recorded, old.identity AS standing, old.recorded AS standing_recorded
        FROM watermark AS new LEFT JOIN watermark AS old ON old.source = new.source AND old.position IS NOT NULL
            AND old.position_until = 9223372036854775807 AND old.unit IS NOT DISTINCT FROM new.unit
            AND old.kinds IS NOT DISTINCT FROM new.kinds
        WHERE new.identity = \(identity)
        """
    }

    /// The machine's time as the due queue reads it.
    static func now(on connection: Connection) async throws -> Instant {
        try await connection.run("SELECT clock_timestamp() AS now")[0].decode("now")
    }
}

/// A watermark that waits until all before it has been taken in.
struct PendingWatermark: Sendable {
    let identity: Digest16
    let source: String
    let id: String
    /// When it was taken in.
    let accepted: Instant
    let topic: String
    let ends: TopicEnds
    private let headers: JournalHeaders
    private let value: [UInt8]

    fileprivate init(_ row: Row) throws {
        self.identity = try row.decode("identity")
        self.source = try row.decode("source")
        self.id = try row.decode("event_id")
        self.accepted = try row.decode("accepted")
        self.topic = try row.decode("topic")
        self.ends = TopicEnds(cluster: try row.decode("cluster"), ends: try row.decode("ends"))
        let headers = try row.decode("headers", as: JSONText?.self)
        self.headers = headers.map { JournalHeaders(json: $0.bytes) } ?? []
        self.value = try row.decode("value")
    }

    /// Whether all that its topic held when it was read has been taken in. What lay on another cluster cannot come any
    /// more: here the topics are read from their beginning, and the records meet the watermark again.
    func isReached(on cluster: String, positions: [Partition: Int64]) -> Bool {
        guard self.ends.cluster == cluster else { return true }
        return self.ends.ends.enumerated().allSatisfy { number, end in
            end <= positions[Partition(topic: self.topic, number: Int32(number))] ?? 0
        }
    }

    /// The entry with which it takes effect.
    func entry(on topic: Topic, at now: Instant) -> JournalEntry {
        var entry = JournalEntry(
            topic: topic.name, lane: 0, key: nil, type: ActivityType.watermark.rawValue, value: self.value)
        entry.source = self.source
        entry.id = self.id
        entry.headers = self.headers
        entry.noteAcceptance(self.accepted, before: now)
        return entry
    }
}
