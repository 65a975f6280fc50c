internal import Crypto
internal import Domain
internal import Kafka
internal import Machines
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
    /// Rung after COMMIT where something was scheduled that may be due by now.
    let due: Bell
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
                await self.write(write, on: connection)
            }
        } catch {
            self.log.error("cannot write a batch", metadata: ["error": "\(error)"])
            return .failed
        }
    }

    private func write(_ write: Write<Records>, on connection: Connection) async -> WriteOutcome {
        let machine = WriteMachine(write)
        var passage = Passage(
            work: IntakeWork(
                records: write.records.batch.records, prepared: write.records.prepared, indexes: write.indexes,
                isCondemned: write.isCondemned, accepted: Instant(microseconds: self.clock.now()),
                cluster: self.cluster))
        var actions = machine.begin()
        while true {
            switch actions.removeFirst() {
            case .rollBack:
                // Where even that is not possible the pool closes the connection, which undoes the same.
                _ = try? await connection.run("ROLLBACK")
            case .finish(let outcome):
                guard case .committed = outcome else { return outcome }
                self.written.ring()
                if passage.hasScheduled { self.due.ring() }
                await self.handler.committed(passage.work)
                return outcome
            case let action:
                do {
                    actions = machine.step(try await self.perform(action, of: write, &passage, on: connection))
                } catch {
                    actions = machine.step(.failed(self.failure(error, of: write)))
                }
            }
        }
    }

    /// What one transaction comes by on its way.
    private struct Passage {
        let work: IntakeWork<Handler.Prepared>
        var known: [Rows] = []
        var dispositions: [Disposition] = []
        var hasScheduled = false
    }

    private func perform(
        _ action: WriteMachine<Records>.Action, of write: Write<Records>, _ passage: inout Passage,
        on connection: Connection
    ) async throws -> WriteMachine<Records>.Event {
        switch action {
        case .open(let partitions):
            let probes = passage.work.indexes.isEmpty ? [] : self.handler.probe(passage.work)
            let answers = try await connection.pipeline(["BEGIN", self.fence(partitions)] + probes)
            passage.known = Array(answers.dropFirst(2))
            return .opened(try self.claims(answers[1]))
        case .handle(let indexes):
            guard !indexes.isEmpty else { return .handled }
            let transaction = Transaction(
                connection: connection, now: passage.work.accepted, limits: JournalLimits(), vetting: self.vetting)
            passage.dispositions = try await self.handler.handle(
                passage.work, known: passage.known, in: transaction)
            passage.hasScheduled = transaction.hasScheduled
            precondition(
                passage.dispositions.count == indexes.count, "every record of a batch has one disposition")
            return .handled
        case .close(let advances):
            let counts = self.counts(write, passage.dispositions)
            _ = try await connection.pipeline([self.advance(advances, counts), "COMMIT"])
            return .committed
        case .rollBack, .finish: preconditionFailure("\(action) has no answer")
        }
    }

    private func fence(_ partitions: [Partition]) -> SQL {
        """
        SELECT topic, partition, epoch, position, last_offset, last_digest,
            (SELECT max(number) FROM schema_version)::bigint AS schema_version
        FROM position
        WHERE cluster = \(self.cluster) AND (topic, partition) IN (
            SELECT * FROM unnest(\(partitions.map(\.topic))::text[], \(partitions.map(\.number))::integer[]))
        ORDER BY topic, partition FOR UPDATE
        """
    }

    /// The rows that the fence holds.
    private func claims(_ rows: Rows) throws -> [Claim] {
        for row in rows {
            let version = try row.decode("schema_version", as: Int64.self)
            guard version == Int64(self.schemaVersion) else {
                throw OutdatedProgram(expected: self.schemaVersion, found: Int(version))
            }
        }
        return try rows.map(Claim.init)
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

    /// What an error says about the transaction that met it.
    private func failure(_ error: any Error, of write: Write<Records>) -> WriteFailure {
        let failure = WriteFailure(error)
        switch failure {
        case .unanswered: break
        case .taken where !write.isCondemned: break
        case .value where !write.isCondemned:
            self.log.warning("the database takes no such value", metadata: ["error": "\(error)"])
        case .taken, .value, .other: self.log.error("cannot write a batch", metadata: ["error": "\(error)"])
        }
        return failure
    }
}

extension WriteFailure {
    fileprivate init(_ error: any Error) {
        self =
            switch (error as? DatabaseError)?.kind {
            case .unknownCommit: .unanswered
            case .refused(.uniqueViolation, _): .taken
            case .refused(let state, _) where state.class == "22" || state.class == "23": .value
            case nil where error is OversizedEntry: .value
            default: .other
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
