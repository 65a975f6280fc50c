internal import Crypto
internal import Domain
internal import Kafka
internal import Postgres
internal import ServiceKit

/// PostgreSQL's side of the intake: claims, writes and the reading of rows after a lost answer.
struct IntakeStore<Handler: IntakeHandler>: Sendable {
    let pool: Pool
    let clock: any BusinessClock
    let handler: Handler
    let cluster: String
    /// This process, as an operator would look for it.
    let owner: String
    /// The schema's migration that this program was made for; another one fences it.
    let schemaVersion: Int
    /// Rung after COMMIT, for the relay.
    let written: Bell
    let log: Logger
    /// After how long in the same statement, or between two, a session that holds a wanted row is ended.
    var stuckAfterSeconds = 5.0
    /// Says of which database the journal may be written; any where nil.
    var vetting: Vetting?

    typealias Records = KafkaArrival<Handler.Prepared>

    /// Raises the epochs: from here on every other writer of these partitions is fenced.
    func claim(_ partitions: [Partition]) async throws -> [Claim] {
        try await self.pool.withConnection { connection in
            do {
                return try await self.claim(partitions, on: connection)
            } catch let error as DatabaseError where error.sqlState == .lockNotAvailable {
                try await self.endStuckWriters(on: connection)
                throw error
            }
        }
    }

    private func claim(_ partitions: [Partition], on connection: Connection) async throws -> [Claim] {
        let rows = try await connection.pipeline([
            """
            INSERT INTO position (cluster, topic, partition, epoch, owner)
            SELECT \(self.cluster), topic, partition, 1, \(self.owner)
            FROM unnest(\(partitions.map(\.topic))::text[], \(partitions.map(\.number))::integer[])
                AS asked (topic, partition)
            ORDER BY topic, partition
            ON CONFLICT (cluster, topic, partition) DO UPDATE
            SET epoch = position.epoch + 1, owner = excluded.owner, changed = now()
            RETURNING topic, partition, epoch, position, last_offset, last_digest
            """,
            self.standstills.forget(partitions),
        ])
        return try rows[0].map(Claim.init)
    }

    /// Writes down what stands still, and asks which partitions an operator has passed since they were written down.
    func passed(of standing: [Partition], noting found: [Partition: StopReason]) async throws -> [Partition] {
        try await self.pool.withConnection { connection in
            let notes = found.sorted { $0.key < $1.key }.map { self.standstills.note($0.key, $0.value) }
            let rows = try await connection.pipeline(notes + [self.standstills.remaining(of: standing)])
            let remaining = Set(try (rows.last ?? rows[0]).map { try Partition($0) })
            return standing.filter { !remaining.contains($0) }
        }
    }

    private var standstills: StandstillTable { StandstillTable(cluster: self.cluster) }

    /// Ends sessions of this service that hold positions and have not moved for long: of a process that was stopped
    /// in the middle of COPY no time limit of the server's rids us.
    private func endStuckWriters(on connection: Connection) async throws {
        let ended = try await connection.run(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE usename = current_user AND pid <> pg_backend_pid()
                AND state_change < clock_timestamp() - make_interval(secs => \(self.stuckAfterSeconds))
                AND pid IN (SELECT pid FROM pg_locks WHERE relation = 'position'::regclass
                    AND mode = 'RowShareLock' AND granted)
            """)
        guard !ended.isEmpty else { return }
        self.log.warning("ended the session of a writer that stood still", metadata: ["count": "\(ended.count)"])
    }

    /// Reads the rows as they stand, on a connection that has nothing to do with the one that was lost.
    func rows(of partitions: [Partition]) async throws -> [Claim] {
        try await self.pool.withConnection { connection in
            // The row lock waits for a transaction that may still be committing.
            let rows = try await connection.run(
                """
                SELECT topic, partition, epoch, position, last_offset, last_digest FROM position
                WHERE cluster = \(self.cluster) AND (topic, partition) IN (
                    SELECT * FROM unnest(\(partitions.map(\.topic))::text[], \(partitions.map(\.number))::integer[]))
                ORDER BY topic, partition FOR UPDATE
                """)
            return try rows.map(Claim.init)
        }
    }

    /// One transaction: fence, records, journal, positions.
    func write(_ write: Write<Records>) async -> WriteOutcome {
        do {
            return try await self.pool.withConnection { connection in
                try await self.write(write, on: connection)
            }
        } catch let error as DatabaseError {
            return self.outcome(of: error, write)
        } catch let error as OversizedEntry where !write.isCondemned {
            self.log.warning("a record asks for an entry that is too large", metadata: ["error": "\(error)"])
            return .refused
        } catch {
            self.log.error("cannot write a batch", metadata: ["error": "\(error)"])
            return .failed
        }
    }

    private func write(_ write: Write<Records>, on connection: Connection) async throws -> WriteOutcome {
        let work = IntakeWork(
            records: write.records.batch.records, prepared: write.records.prepared, indexes: write.indexes,
            isCondemned: write.isCondemned, accepted: Instant(microseconds: self.clock.now()), cluster: self.cluster)
        let probes = work.indexes.isEmpty ? [] : self.handler.probe(work)
        do {
            let answers = try await connection.pipeline(["BEGIN", self.fence(write.advances)] + probes)
            let fenced = try self.fenced(write.advances, answers[1])
            guard fenced.isEmpty else {
                try await connection.run("ROLLBACK")
                return .fenced(fenced)
            }
            let transaction = Transaction(
                connection: connection, now: work.accepted, limits: JournalLimits(), vetting: self.vetting)
            var dispositions: [Disposition] = []
            if !work.indexes.isEmpty {
                dispositions = try await self.handler.handle(
                    work, known: Array(answers.dropFirst(2)), in: transaction)
            }
            precondition(dispositions.count == work.indexes.count, "every record of a batch has one disposition")
            let counts = self.counts(write, dispositions)
            _ = try await connection.pipeline([self.advance(write.advances, counts), "COMMIT"])
        } catch {
            // Where even that is not possible the pool closes the connection, which undoes the same.
            _ = try? await connection.run("ROLLBACK")
            throw error
        }
        self.written.ring()
        await self.handler.committed(work)
        return .committed(write.advances)
    }

    private func fence(_ advances: [Advance]) -> SQL {
        """
        SELECT topic, partition, epoch, position,
            (SELECT max(number) FROM schema_version)::bigint AS schema_version
        FROM position
        WHERE cluster = \(self.cluster) AND (topic, partition) IN (
            SELECT * FROM unnest(\(advances.map(\.partition.topic))::text[],
                \(advances.map(\.partition.number))::integer[]))
        ORDER BY topic, partition FOR UPDATE
        """
    }

    /// The partitions whose rows are not as this writer left them.
    private func fenced(_ advances: [Advance], _ rows: Rows) throws -> [Partition] {
        var found: [Partition: (epoch: Int64, position: Int64)] = [:]
        for row in rows {
            let version = try row.decode("schema_version", as: Int64.self)
            guard version == Int64(self.schemaVersion) else {
                throw OutdatedProgram(expected: self.schemaVersion, found: Int(version))
            }
            found[try Partition(row)] = (try row.decode("epoch"), try row.decode("position"))
        }
        return advances.filter { step in
            guard let row = found[step.partition] else { return true }
            return row.epoch != step.epoch || row.position != step.from
        }.map(\.partition)
    }

    private func counts(_ write: Write<Records>, _ dispositions: [Disposition]) -> [[Disposition: Int64]] {
        var byPlace = [[Disposition: Int64]](repeating: [:], count: write.records.partitions.count)
        for (index, disposition) in zip(write.indexes, dispositions) {
            byPlace[write.records.partition(at: index)][disposition, default: 0] += 1
        }
        let places = Dictionary(
            uniqueKeysWithValues: write.records.partitions.enumerated().map { ($0.element, $0.offset) })
        return write.advances.map { step in places[step.partition].map { byPlace[$0] } ?? [:] }
    }

    private func advance(_ advances: [Advance], _ counts: [[Disposition: Int64]]) -> SQL {
        """
        UPDATE position SET position = new.reached,
            last_offset = coalesce(new.last_offset, position.last_offset),
            last_digest = coalesce(new.last_digest, position.last_digest),
            taken = taken + new.applied + new.duplicate + new.refused + new.parked,
            applied = position.applied + new.applied, duplicate = position.duplicate + new.duplicate,
            refused = position.refused + new.refused, parked = position.parked + new.parked, changed = now()
        FROM unnest(\(advances.map(\.partition.topic))::text[], \(advances.map(\.partition.number))::integer[],
            \(advances.map(\.to))::bigint[], \(advances.map { $0.landmark?.offset })::bigint[],
            \(advances.map { $0.landmark?.fingerprint })::uuid[],
            \(counts.map { $0[.applied] ?? 0 })::bigint[], \(counts.map { $0[.duplicate] ?? 0 })::bigint[],
            \(counts.map { $0[.refused] ?? 0 })::bigint[], \(counts.map { $0[.parked] ?? 0 })::bigint[])
            AS new (topic, partition, reached, last_offset, last_digest, applied, duplicate, refused, parked)
        WHERE position.cluster = \(self.cluster) AND position.topic = new.topic
            AND position.partition = new.partition
        """
    }

    /// Only a value that the database refuses speaks against a record; all else speaks against the world around it.
    private func outcome(of error: DatabaseError, _ write: Write<Records>) -> WriteOutcome {
        switch error.kind {
        case .unknownCommit: return .unknown(write.advances)
        case .refused(.uniqueViolation, _) where !write.isCondemned:
            return .raced
        case .refused(let state, _) where (state.class == "22" || state.class == "23") && !write.isCondemned:
            self.log.warning(
                "the database refused a value", metadata: ["state": state.rawValue, "error": error.message])
            return .refused
        default:
            self.log.error("cannot write a batch", metadata: ["error": "\(error)"])
            return .failed
        }
    }
}

/// The database was migrated while this process ran: it stops at its next batch.
struct OutdatedProgram: Error, CustomStringConvertible {
    let expected: Int
    let found: Int

    var description: String {
        "the schema is at version \(self.found), this program was made for \(self.expected): start the newer program"
    }
}

extension Claim {
    init(_ row: Row) throws {
        let offset = try row.decode("last_offset", as: Int64?.self)
        let digest = try row.decode("last_digest", as: Digest16?.self)
        var landmark: Landmark?
        if let offset, let digest { landmark = Landmark(offset: offset, fingerprint: digest) }
        self.init(
            partition: try Partition(row), epoch: try row.decode("epoch"), position: try row.decode("position"),
            landmark: landmark)
    }
}

extension Partition {
    init(_ row: Row) throws {
        self.init(topic: try row.decode("topic"), number: try row.decode("partition"))
    }
}
