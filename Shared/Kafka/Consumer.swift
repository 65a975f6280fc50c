internal import Dispatch

/// A member of a consumer group.
///
/// All of librdkafka happens on this actor's own thread. It polls only when somebody asks for a batch, so a slow
/// reader slows fetching by itself and nothing is buffered here. The price: `max.poll.interval.ms` (5 minutes) may not
/// pass between two batches. Positions are the caller's: nothing is committed but what `commit` is told, for show.
public actor Consumer: BatchSource {
    private nonisolated let thread: DedicatedThread
    private let topics: [String]
    private var handle: ConsumerHandle?
    private var last = RecordBatch.empty

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.thread.asUnownedSerialExecutor() }

    /// Joins `group` for the length of `body`, and leaves it before returning, however `body` ends.
    ///
    /// Leaving asks `rebalancing` for a last revocation. It is waited for `leaving` at most: librdkafka can hang where
    /// the group's coordinator is gone, and then ends by itself later.
    public static func joining<Value: Sendable>(
        _ group: String, topics: [String], settings: Settings, rebalancing: some Rebalancing,
        leaving: Duration = .seconds(60), _ body: (Consumer) async throws -> Value
    ) async throws -> Value {
        let consumer = try Consumer(group: group, topics: topics, settings: settings, rebalancing: rebalancing)
        let outcome: Result<Value, any Error>
        do {
            try await consumer.join()
            outcome = .success(try await body(consumer))
        } catch {
            outcome = .failure(error)
        }
        await consumer.leave(within: leaving, log: settings.log)
        return try outcome.get()
    }

    private init(
        group: String, topics: [String], settings: Settings, rebalancing: some Rebalancing
    ) throws(KafkaError) {
        precondition(!topics.isEmpty, "a consumer reads at least one topic")
        self.thread = try DedicatedThread(name: "kafka.\(group)")
        self.topics = topics
        let membership = Membership(group: group, rebalancing: rebalancing, settings: settings)
        self.handle = try ConsumerHandle(settings, membership: membership)
    }

    /// Waits at most `wait` for something to happen, then takes what is here already, up to `limit` records or `bytes`.
    ///
    /// An empty batch says that nothing happened in time, or that the task is cancelled. Throws what concerns the
    /// whole client: a refused assignment, a missing grant, a fatal error. What concerns a partition is in the batch.
    public func nextBatch(
        records limit: Int = 10_000, bytes: Int = 16 << 20, wait: Duration = .milliseconds(100)
    ) async throws(KafkaError) -> Batch {
        try await self.awaitBatch(BatchLimits(records: limit, bytes: bytes), wait: wait)
    }

    /// Batch after batch, until the task is cancelled. Batches with nothing in them are left out.
    public nonisolated func batches(records limit: Int = 10_000, bytes: Int = 16 << 20) -> Batches {
        Batches(consumer: self, limit: limit, bytes: bytes)
    }

    /// What this member holds, with the place where reading goes on: what `nextBatch` has not handed out yet.
    public var positions: [TopicPartition: Start] { self.handle?.membership.table.positions ?? [:] }

    /// What this member holds but does not read.
    public var paused: Set<TopicPartition> { self.handle?.membership.table.paused ?? [] }

    /// Whether the client has said, since this was asked last, that it can reach no broker. It goes on trying, and does
    /// not say when it has reached one again.
    public func takeCutOff() -> Bool {
        defer { self.handle?.membership.isCutOff = false }
        return self.handle?.membership.isCutOff ?? false
    }

    /// Stops reading `partitions`, at their positions. They stay this member's; what is not held is left out.
    ///
    /// Pausing, resuming and seeking make librdkafka fetch anew what it had queued of all partitions.
    public func pause(_ partitions: [TopicPartition]) throws(KafkaError) {
        self.handle?.membership.table.set(partitions, .pause)
        try self.handle?.fetch()
    }

    /// Reads `partitions` again, from their positions.
    public func resume(_ partitions: [TopicPartition]) throws(KafkaError) {
        self.handle?.membership.table.set(partitions, .resume)
        try self.handle?.fetch()
    }

    /// Moves the positions of partitions that are held; paused ones stay paused.
    public func seek(_ starts: [TopicPartition: Start]) throws(KafkaError) {
        self.handle?.membership.table.seek(starts)
        try self.handle?.fetch()
    }

    /// Tells the group how far its partitions are done, the next offset of each, for those who watch the lag.
    ///
    /// Does not wait, and nothing here reads it back. A failure is a line in the log.
    public func commit(_ offsets: [TopicPartition: Int64]) {
        self.handle?.commit(offsets)
    }

    /// Gives everything back and joins the group anew, so that `assigned` is asked again.
    ///
    /// Blocks its thread until the partitions are revoked, `limit` at most.
    public func rejoin(within limit: Duration = .seconds(60)) throws(KafkaError) {
        try self.handle?.subscribe(to: [])
        let deadline = ContinuousClock.now + limit
        while let held = self.handle?.membership.table.partitions, !held.isEmpty, .now < deadline {
            // What it brings was never handed out and is read again by the next holder; what fails is given up anyway.
            _ = try? self.handle?.gather(BatchLimits(records: 1, bytes: 1), wait: 100, like: .empty)
        }
        _ = self.handle?.membership.takeFailure()
        try self.join()
    }

    func gather(_ limits: BatchLimits, wait: Duration) throws(KafkaError) -> Batch {
        guard let batch = try self.handle?.gather(limits, wait: wait.milliseconds, like: self.last) else {
            throw KafkaError(.closed, during: "read", reason: "the group has been left")
        }
        if !batch.records.isEmpty { self.last = batch.records }
        return batch
    }

    private func join() throws(KafkaError) {
        try self.handle?.subscribe(to: self.topics)
    }

    private func leave() {
        self.handle = nil
    }

    private nonisolated func leave(within limit: Duration, log: @Sendable (LogLine) -> Void) async {
        let hasLeft = OneAnswer<Bool>()
        Task {
            await self.leave()
            hasLeft.give(true)
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit.dispatchInterval) { hasLeft.give(false) }
        guard await !hasLeft.value() else { return }
        let text = "the group is not left after \(limit), and is not waited for any longer"
        log(LogLine(level: .warning, facility: "CLOSE", text: text))
    }
}
