internal import Crypto
internal import Domain
internal import Machines
internal import Messages
internal import Postgres

/// Entries on their way into the journal table: numbered, chained and encoded for COPY.
public struct JournalRows {
    static let table: SQL = "journal (\(JournaledEntry.columns))"

    private var numbering: LaneNumbering
    /// The topics that entries go to.
    private var topics: [String] = []
    /// By topic the newest position in each lane; 0 where nothing went there.
    private var topicHeads: [[Int64]] = []
    private let accepted: Instant
    private let limits: JournalLimits
    private(set) var encoder: CopyEncoder
    private var hasher = SHA256()

    init(heads: [Int: LaneHead], accepted: Instant, limits: JournalLimits, reservingCapacity bytes: Int = 0) {
        self.numbering = LaneNumbering(heads: heads)
        self.accepted = accepted
        self.limits = limits
        self.encoder = CopyEncoder(reservingCapacity: bytes)
    }

    /// Takes the next number of the entry's lane for it.
    ///
    /// - Throws: ``OversizedEntry``.
    public mutating func append(_ entry: JournalEntry) throws -> JournalNumber {
        guard entry.byteCount <= self.limits.entryBytes else {
            throw OversizedEntry(type: entry.type, byteCount: entry.byteCount, limit: self.limits.entryBytes)
        }
        let position = self.numbering.next(in: entry.lane)
        self.encoder.beginRow(columns: 12)
        self.encoder.append(Int16(entry.lane))
        self.encoder.append(position)
        let digest = entry.encode(acceptedAt: self.accepted, into: &self.encoder, with: &self.hasher)
        self.encoder.append { digest.append(to: &$0) }
        self.numbering.extend(entry.lane, over: digest, with: &self.hasher)
        self.topicHeads[self.place(ofTopic: entry.topic)][entry.lane] = position
        return JournalNumber(lane: entry.lane, position: position)
    }

    private mutating func place(ofTopic topic: String) -> Int {
        if let place = self.topics.firstIndex(of: topic) { return place }
        self.topics.append(topic)
        self.topicHeads.append([Int64](repeating: 0, count: Lane.count))
        return self.topics.count - 1
    }

    /// Moves the heads of the lanes, of each topic apart as well.
    func headStatements() -> [SQL] {
        let lanes = self.numbering.heads.keys.sorted()
        let heads = lanes.compactMap { self.numbering.heads[$0] }
        let chains = heads.map { $0.chain.bytes }
        var topics: [(key: LaneTopic, head: Int64)] = []
        for (topic, heads) in zip(self.topics, self.topicHeads) {
            for lane in lanes where heads[lane] > 0 {
                topics.append((LaneTopic(topic: topic, lane: lane), heads[lane]))
            }
        }
        topics.sort { ($0.key.lane, $0.key.topic) < ($1.key.lane, $1.key.topic) }
        return [
            """
            UPDATE lane SET head = new.head, chain = new.chain
            FROM unnest(\(lanes.map { Int16($0) })::smallint[], \(heads.map(\.position))::bigint[],
                \(chains)::bytea[]) AS new (lane, head, chain)
            WHERE lane.lane = new.lane
            """,
            """
            INSERT INTO lane_topic (lane, topic, head)
            SELECT * FROM unnest(\(topics.map { Int16($0.key.lane) })::smallint[], \(topics.map(\.key.topic))::text[],
                \(topics.map(\.head))::bigint[])
            ON CONFLICT (lane, topic) DO UPDATE SET head = excluded.head
            """,
        ]
    }
}
