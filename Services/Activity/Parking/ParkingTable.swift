internal import Crypto
internal import Domain
internal import Facts
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// SQL of what waits. Whoever parks behind a key or lets it go holds the key's row until COMMIT, so that neither can
/// overlook the other before it has committed.
enum ParkingTable {
    /// A key whose row is locked.
    struct LockedKey: Hashable, Sendable {
        /// How many events wait behind it.
        var waiting: Int
        /// When the first of them came.
        var since: Instant
        /// Whether what they wait for is there, as of after the lock.
        var isThere: Bool
        /// Of a target: whether nobody has sent it yet.
        var isAwaited: Bool
    }

    /// Locks keys, making their rows where there are none, and looks what is there now.
    ///
    /// A target gets a row in `seen` as well: its unique index is where whoever writes the target meets us.
    static func lock(
        _ keys: [ParkingKey], now: Instant, on connection: Connection
    ) async throws -> [ParkingKey: LockedKey] {
        let sorted = keys.sorted()
        let targets = sorted.compactMap(\.target)
        let answers = try await connection.pipeline([
            """
            INSERT INTO parked_key (key, since) SELECT key, \(now) FROM unnest(\(sorted.map(\.text))) AS asked (key)
            ON CONFLICT (key) DO UPDATE SET waiting = parked_key.waiting RETURNING key, waiting, since
            """,
            """
            INSERT INTO seen (digest) SELECT digest FROM unnest(\(targets)) AS asked (digest)
            ON CONFLICT (digest) DO UPDATE SET content = seen.content
            RETURNING digest, content IS NULL AS is_awaited
            """,
            // A statement of its own, so that it sees what was committed while the locks were waited for.
            "SELECT DISTINCT code FROM registry.unit_v1 WHERE code = ANY(\(sorted.compactMap(\.unit)))",
            """
            SELECT digest FROM seen WHERE digest = ANY(\(targets)) AND unit IS NOT NULL
            UNION SELECT event FROM version WHERE event = ANY(\(targets))
            """,
        ])
        let units = Set(try answers[2].decode("code", as: String.self))
        let written = Set(try answers[3].decode("digest", as: Digest16.self))
        var awaited: Set<Digest16> = []
        for row in answers[1] where try row.decode("is_awaited") { awaited.insert(try row.decode("digest")) }
        var locked: [ParkingKey: LockedKey] = [:]
        for row in answers[0] {
            guard let key = ParkingKey(try row.decode("key")) else { continue }
            locked[key] = LockedKey(
                waiting: Int(try row.decode("waiting", as: Int32.self)), since: try row.decode("since"),
                isThere: key.unit.map(units.contains) ?? key.target.map(written.contains) ?? false,
                isAwaited: key.target.map(awaited.contains) ?? false)
        }
        return locked
    }

    /// Stores how many wait behind keys that are locked, and forgets those behind which nobody does.
    static func store(_ keys: [ParkingKey: (waiting: Int, since: Instant)], on connection: Connection) async throws {
        let kept = keys.filter { $0.value.waiting > 0 }
        let left = keys.filter { $0.value.waiting == 0 }.keys
        try await connection.pipeline([
            """
            UPDATE parked_key SET waiting = new.waiting, since = new.since
            FROM unnest(\(kept.map(\.key.text)), \(kept.map { Int32($0.value.waiting) }), \(kept.map(\.value.since)))
                AS new (key, waiting, since)
            WHERE parked_key.key = new.key
            """,
            "DELETE FROM parked_key WHERE key = ANY(\(left.map(\.text)))",
            "DELETE FROM seen WHERE digest = ANY(\(left.compactMap(\.target))) AND content IS NULL",
        ])
    }

    /// How many events of each source wait.
    static func waiting(of sources: Set<String>, on connection: Connection) async throws -> [String: Int] {
        let rows = try await connection.run(
            """
            SELECT source, count(*) AS waiting FROM parked WHERE source = ANY(\(sources.sorted())) GROUP BY source
            """)
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.decode("source")] = Int(try row.decode("waiting", as: Int64.self)) }
        return counts
    }

    /// What waits behind keys, in the order in which it came.
    static func load(_ keys: [ParkingKey], on connection: Connection) async throws -> [ParkedEvent] {
        let rows = try await connection.run(
            """
            SELECT key, number, digest, accepted, topic, partition, record_offset, record_timestamp, record_key,
                headers, value, cluster, ends
            FROM parked WHERE key = ANY(\(keys.map(\.text))) ORDER BY number
            """)
        return try rows.map(ParkedEvent.init)
    }

    /// Parks events, in their order.
    static func park(_ facts: [(Fact, ParkingKey)], on connection: Connection) async throws {
        guard !facts.isEmpty else { return }
        var encoder = CopyEncoder()
        for (fact, key) in facts {
            let record = fact.record.kept
            encoder.beginRow(columns: 13)
            encoder.append(key.text)
            encoder.append(fact.message.identity)
            encoder.append(fact.message.envelope.source)
            encoder.append(fact.accepted)
            encoder.append(record.origin.topic)
            encoder.append(record.origin.partition)
            encoder.append(record.origin.offset)
            encoder.append(record.origin.timestampMilliseconds)
            encoder.append(record.key)
            encoder.append(json: JournalHeaders(record.headers).json())
            encoder.append(record.value)
            encoder.append(fact.ends?.cluster)
            encoder.append(fact.ends?.ends)
        }
        try await connection.copy(
            encoder,
            into: """
                parked (key, digest, source, accepted, topic, partition, record_offset, record_timestamp,
                    record_key, headers, value, cluster, ends)
                """)
    }

    /// Moves events that have waited behind other keys, and takes out those that wait no longer.
    static func move(
        _ moved: [(Fact.Berth, to: ParkingKey)], takingOut gone: [Fact.Berth], on connection: Connection
    ) async throws {
        guard !moved.isEmpty || !gone.isEmpty else { return }
        try await connection.pipeline([
            """
            UPDATE parked SET key = new.key
            FROM unnest(\(moved.map(\.0.key.text)), \(moved.map(\.0.number)), \(moved.map(\.to.text)))
                AS new (old, number, key)
            WHERE parked.key = new.old AND parked.number = new.number
            """,
            """
            DELETE FROM parked USING unnest(\(gone.map(\.key.text)), \(gone.map(\.number))) AS gone (key, number)
            WHERE parked.key = gone.key AND parked.number = gone.number
            """,
        ])
    }

    /// Counts what became of events that had waited.
    static func count(applied: Int, refused: Int, on connection: Connection) async throws {
        guard applied > 0 || refused > 0 else { return }
        try await connection.run(
            "UPDATE unparked SET applied = applied + \(Int64(applied)), refused = refused + \(Int64(refused))")
    }
}

/// An event as it waits.
struct ParkedEvent: Sendable {
    let berth: Fact.Berth
    let digest: Digest16
    let accepted: Instant
    let record: KeptRecord
    let ends: TopicEnds?

    init(_ row: Row) throws {
        let key: String = try row.decode("key")
        guard let key = ParkingKey(key) else { throw UnknownParkingKey(key: key) }
        self.berth = Fact.Berth(key: key, number: try row.decode("number"))
        self.digest = try row.decode("digest")
        self.accepted = try row.decode("accepted")
        let headers = try row.decode("headers", as: JSONText?.self)
        self.record = KeptRecord(
            key: try row.decode("record_key", as: [UInt8]?.self),
            headers: try headers.map { try JournalHeaders(json: $0.bytes).read() } ?? [],
            value: try row.decode("value", as: [UInt8].self),
            origin: DeadLetterHeaders.Origin(
                topic: try row.decode("topic"), partition: try row.decode("partition"),
                offset: try row.decode("record_offset"),
                timestampMilliseconds: try row.decode("record_timestamp", as: Int64?.self)))
        let cluster = try row.decode("cluster", as: String?.self)
        let ends = try row.decode("ends", as: [Int64]?.self)
        self.ends = cluster.flatMap { cluster in ends.map { TopicEnds(cluster: cluster, ends: $0) } }
    }
}

/// A row waits behind a key that this program does not know: it is older than what wrote it.
struct UnknownParkingKey: Error, CustomStringConvertible {
    let key: String

    var description: String { "a record waits behind '\(self.key)', which this program does not know" }
}

extension CopyEncoder {
    /// Adds a column of JSON, or NULL.
    mutating func append(json: [UInt8]?) {
        if let json {
            self.append(field: json)
        } else {
            self.appendNull()
        }
    }
}
