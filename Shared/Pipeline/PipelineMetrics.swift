internal import Postgres
internal import ServiceKit
internal import Synchronization

/// What the loop counts, read from the rows that it is counted in: the same in all processes and after restarts.
final class PipelineMetrics: Service {
    private struct Counts: Sendable {
        var taken: Int64 = 0
        var applied: Int64 = 0
        var duplicate: Int64 = 0
        var refused: Int64 = 0
        var parked: Int64 = 0
        var unpublished: Int64 = 0
        var due: Int64 = 0
    }

    private let pool: Pool
    private let cluster: String
    private let counts = Mutex(Counts())

    init(pool: Pool, cluster: String) {
        self.pool = pool
        self.cluster = cluster
    }

    func register(with metrics: MetricsRegistry) {
        self.observe(metrics, "guoying_intake_taken", "Records taken in, all partitions of all clusters.") { $0.taken }
        self.observe(metrics, "guoying_intake_applied", "Records that were written when taken in.") { $0.applied }
        self.observe(metrics, "guoying_intake_duplicate", "Records that were here before.") { $0.duplicate }
        self.observe(metrics, "guoying_intake_refused", "Records that went to dead letters when taken in.") {
            $0.refused
        }
        self.observe(metrics, "guoying_intake_parked", "Records that were parked when taken in.") { $0.parked }
        self.observe(metrics, "guoying_journal_unpublished", "Journal entries not yet on the topic.") { $0.unpublished }
        self.observe(metrics, "guoying_due_items", "Items in the due queue, whenever they are due.") { $0.due }
    }

    /// Reads the rows every few seconds: a scrape never waits for the database.
    func run() async throws {
        while !Task.isShuttingDownGracefully {
            try? await cancelWhenGracefulShutdown {
                if let counts = try? await self.read() { self.counts.withLock { $0 = counts } }
                try await Task.sleep(for: .seconds(5))
            }
        }
    }

    private func observe(
        _ metrics: MetricsRegistry, _ name: String, _ help: String, _ value: @escaping @Sendable (Counts) -> Int64
    ) {
        metrics.observe(name, help: help) { Double(self.counts.withLock { value($0) }) }
    }

    private func read() async throws -> Counts {
        try await self.pool.withConnection { connection in
            let row = try await connection.run(
                """
                SELECT coalesce(sum(taken), 0)::bigint AS taken, coalesce(sum(applied), 0)::bigint AS applied,
                    coalesce(sum(duplicate), 0)::bigint AS duplicate, coalesce(sum(refused), 0)::bigint AS refused,
                    coalesce(sum(parked), 0)::bigint AS parked,
                    (SELECT sum(l.head - coalesce(p.position, 0))::bigint FROM lane l
                        LEFT JOIN published p ON p.lane = l.lane AND p.cluster = \(self.cluster)) AS unpublished,
                    (SELECT count(*) FROM due) AS due
                FROM position
                """
            ).first
            guard let row else { return Counts() }
            return Counts(
                taken: try row.decode("taken"), applied: try row.decode("applied"),
                duplicate: try row.decode("duplicate"), refused: try row.decode("refused"),
                parked: try row.decode("parked"), unpublished: try row.decode("unpublished"),
                due: try row.decode("due"))
        }
    }
}
