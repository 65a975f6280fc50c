internal import Crypto
internal import Domain
internal import Machines
internal import Postgres

/// Entries on their way into the journal table: numbered, chained and encoded for COPY.
struct JournalRows {
    static let statement: SQL = """
        COPY journal (lane, position, accepted, topic, key, type, source, id, cause, headers, value, digest)
        FROM STDIN (FORMAT binary)
        """

    private var numbering: LaneNumbering
    private var topicHeads: [LaneTopic: Int64] = [:]
    private let accepted: Instant
    private(set) var encoder = CopyEncoder()
    private var hasher = SHA256()

    init(heads: [Int: LaneHead], accepted: Instant) {
        self.numbering = LaneNumbering(heads: heads)
        self.accepted = accepted
    }

    /// Takes the next number of the entry's lane for it.
    mutating func append(_ entry: JournalEntry) -> JournalNumber {
        let digest = entry.digest(acceptedAt: self.accepted, with: &self.hasher).bytes
        let position = self.numbering.number(digest, in: entry.lane, with: &self.hasher)
        self.topicHeads[LaneTopic(topic: entry.topic, lane: entry.lane)] = position

        self.encoder.beginRow(columns: 12)
        self.encoder.append(Int16(entry.lane))
        self.encoder.append(position)
        self.encoder.append(Timestamp(microseconds: self.accepted.microseconds))
        self.encoder.append(entry.topic)
        self.encoder.append(entry.key)
        self.encoder.append(entry.type)
        self.encoder.append(entry.source)
        self.encoder.append(entry.id)
        self.encoder.append(entry.cause)
        if let headers = entry.headers.json() {
            self.encoder.append(field: headers)
        } else {
            self.encoder.appendNull()
        }
        self.encoder.append(entry.value)
        self.encoder.append(field: digest)
        return JournalNumber(lane: entry.lane, position: position)
    }

    /// Moves the heads of the lanes, of each topic apart as well.
    func headStatements() -> [SQL] {
        let lanes = self.numbering.heads.keys.sorted()
        let heads = lanes.compactMap { self.numbering.heads[$0] }
        let topics = self.topicHeads.sorted { ($0.key.lane, $0.key.topic) < ($1.key.lane, $1.key.topic) }
        return [
            """
            UPDATE lane SET head = new.head, chain = new.chain
            FROM unnest(\(lanes.map { Int16($0) })::smallint[], \(heads.map(\.position))::bigint[],
                \(heads.map(\.chain))::bytea[]) AS new (lane, head, chain)
            WHERE lane.lane = new.lane
            """,
            """
            INSERT INTO lane_topic (lane, topic, head)
            SELECT * FROM unnest(\(topics.map { Int16($0.key.lane) })::smallint[], \(topics.map(\.key.topic))::text[],
                \(topics.map(\.value))::bigint[])
            ON CONFLICT (lane, topic) DO UPDATE SET head = excluded.head
            """,
        ]
    }
}
