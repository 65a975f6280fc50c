internal import Kafka
internal import Messages
internal import Postgres

/// PostgreSQL's side of the relay: the lease, the entries and how far they are published.
struct RelayStore: Sendable {
    let pool: Pool
    let cluster: String
    /// This process, as an operator would look for it.
    var holder: String

    /// Bytes of values that one reading brings at most, but for the last of each lane.
    private static let byteLimit: Int64 = 32 << 20
    /// How long a lease lasts without being renewed: the longest time for which nothing is published after a crash.
    var leaseTime = Duration.seconds(10)

    /// Takes the lease, under a token that nobody ever had; `nil` where another process holds it.
    func lease() async throws -> (token: Int64, published: [Int: Int64])? {
        try await self.pool.withConnection { connection in
            let leased = try await connection.run(
                """
                INSERT INTO lease (name, holder, token, until)
                VALUES (\(self.name), \(self.holder), 1, now() + make_interval(secs => \(self.leaseSeconds)))
                ON CONFLICT (name) DO UPDATE
                SET holder = excluded.holder, until = excluded.until, token = lease.token + 1
                WHERE lease.holder = excluded.holder OR lease.until < now()
                RETURNING token
                """)
            guard let row = leased.first else { return nil }
            let lanes = try await connection.run(
                """
                SELECT l.lane, coalesce(p.position, 0) AS position
                FROM lane l LEFT JOIN published p ON p.cluster = \(self.cluster) AND p.lane = l.lane
                """)
            var published: [Int: Int64] = [:]
            for lane in lanes {
                published[Int(try lane.decode("lane", as: Int16.self))] = try lane.decode("position", as: Int64.self)
            }
            return (try row.decode("token"), published)
        }
    }

    /// Whether the lease is still that of `token`; renews it when a third of its time is over.
    func isHeld(_ token: Int64) async throws -> Bool {
        try await self.pool.withConnection { connection in
            let answers = try await connection.pipeline([
                """
                UPDATE lease SET until = now() + make_interval(secs => \(self.leaseSeconds))
                WHERE name = \(self.name) AND token = \(token)
                    AND until < now() + make_interval(secs => \(self.leaseSeconds * 2 / 3))
                """,
                "SELECT FROM lease WHERE name = \(self.name) AND token = \(token)",
            ])
            return !answers[1].isEmpty
        }
    }

    /// What lies behind `positions`, lane by lane, each in order; every lane that has something gets its share. Nothing
    /// where the lease is no longer that of `token`; it is renewed when a third of its time is over.
    ///
    /// They are all that there were where they are fewer, in number and bytes, than the least share of a lane.
    func entries(
        after positions: [Int: Int64], limit: Int, under token: Int64
    ) async throws -> (entries: [JournaledEntry], areAll: Bool)? {
        let lanes = positions.sorted { $0.key < $1.key }
        let answers = try await self.pool.withConnection { connection in
            try await connection.pipeline([
                """
                SELECT until < now() + make_interval(secs => \(self.leaseSeconds * 2 / 3)) AS is_old
                FROM lease WHERE name = \(self.name) AND token = \(token)
                """,
                """
                SELECT \(JournaledEntry.columns) FROM (
                    SELECT j.*
                    FROM (
                        SELECT l.lane, published.position, count(*) OVER () AS lanes
                        FROM unnest(\(lanes.map { Int16($0.key) })::smallint[], \(lanes.map(\.value))::bigint[])
                            AS published (lane, position)
                        JOIN lane l ON l.lane = published.lane AND l.head > published.position) AS behind
                    CROSS JOIN LATERAL (
                        SELECT *, sum(coalesce(octet_length(value), 0)) OVER (ORDER BY position) AS bytes
                        FROM (
                            SELECT * FROM journal
                            WHERE journal.lane = behind.lane AND journal.position > behind.position
                            ORDER BY journal.position LIMIT greatest(\(limit) / behind.lanes, 1)) AS next) AS j
                    WHERE j.bytes - coalesce(octet_length(j.value), 0) <= \(Self.byteLimit) / behind.lanes) AS entry
                ORDER BY lane, position
                """,
            ])
        }
        guard let lease = answers[0].first else { return nil }
        if try lease.decode("is_old"), try await !self.isHeld(token) { return nil }
        let entries = try answers[1].map { try JournaledEntry($0) }
        let bytes = entries.reduce(0) { $0 + Int64($1.entry.value?.count ?? 0) }
        return (entries, entries.count < limit / Lane.count && bytes < Self.byteLimit / Int64(Lane.count))
    }

    /// Stores how far the lanes are published, if the lease is still ours; renews it by the way.
    ///
    /// Unless it is to be `durably`, nobody waits for the disk: what is forgotten when PostgreSQL falls is published or
    /// marked once more.
    func mark(_ reached: [Int: Int64], token: Int64, durably: Bool) async throws -> Bool {
        let lanes = reached.sorted { $0.key < $1.key }
        let storing: SQL = """
            WITH held AS (
                UPDATE lease SET until = now() + make_interval(secs => \(self.leaseSeconds))
                WHERE name = \(self.name) AND token = \(token) RETURNING token)
            INSERT INTO published (cluster, lane, position)
            SELECT \(self.cluster), lane, position
            FROM held, unnest(\(lanes.map { Int16($0.key) })::smallint[], \(lanes.map(\.value))::bigint[])
                AS reached (lane, position)
            ON CONFLICT (cluster, lane) DO UPDATE SET position = excluded.position
            RETURNING lane
            """
        let hurrying: [SQL] = durably ? [] : ["SELECT set_config('synchronous_commit', 'off', true)"]
        return try await self.pool.withConnection { connection in
            try await connection.pipeline(hurrying + [storing]).last?.isEmpty == false
        }
    }

    /// Lets another process publish at once, at the end of this one. The row stays: no token comes twice.
    func release(_ token: Int64) async throws {
        _ = try await self.pool.withConnection { connection in
            try await connection.run(
                "UPDATE lease SET until = '-infinity' WHERE name = \(self.name) AND token = \(token)")
        }
    }

    private var leaseSeconds: Double { self.leaseTime / .seconds(1) }

    private var name: String { Self.lease(on: self.cluster) }

    /// The name of the lease of a cluster's relay.
    static func lease(on cluster: String) -> String { "relay/\(cluster)" }
}
