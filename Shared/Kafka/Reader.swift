/// Reads partitions without being a member of a group.
///
/// Like `Consumer` it lives on a thread of its own. It is for looking at what a topic holds: a record at its offset,
/// the end of a log.
public actor Reader: BatchSource {
    private nonisolated let thread: DedicatedThread
    private var handle: ConsumerHandle?
    private var last = RecordBatch.empty

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.thread.asUnownedSerialExecutor() }

    /// Opens a reader for the length of `body`. librdkafka wants a group's name, which is never joined: it is `name`.
    public static func opening<Value: Sendable>(
        _ name: String, settings: Settings, _ body: (Reader) async throws -> Value
    ) async throws -> Value {
        let reader = try Reader(name: name, settings: settings)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(reader)) } catch { outcome = .failure(error) }
        await reader.close()
        return try outcome.get()
    }

    private init(name: String, settings: Settings) throws(KafkaError) {
        self.thread = try DedicatedThread(name: "kafka.\(name)")
        let membership = Membership(group: name, rebalancing: nil, settings: settings)
        self.handle = try ConsumerHandle(settings, membership: membership)
    }

    /// Reads exactly these partitions from now on.
    public func read(_ starts: [TopicPartition: Start]) throws(KafkaError) {
        self.handle?.membership.table.hold(Array(starts.keys), from: starts)
        try self.handle?.fetch()
    }

    /// Waits at most `wait` for something to happen, then takes what is here already, up to `limit` records or `bytes`.
    public func nextBatch(
        records limit: Int = 10_000, bytes: Int = 16 << 20, wait: Duration = .milliseconds(100)
    ) async throws(KafkaError) -> Batch {
        try await self.awaitBatch(BatchLimits(records: limit, bytes: bytes), wait: wait)
    }

    /// The records that lie at exactly these offsets; one that is not there, or no longer, is left out.
    ///
    /// Ends whatever `read` was told. Throws `_TIMED_OUT` when some partition has given no answer in time.
    public func records(
        at offsets: [TopicPartition: Int64], within limit: Duration = .seconds(10)
    ) async throws(KafkaError) -> [TopicPartition: Record] {
        let deadline = ContinuousClock.now + limit
        var open = offsets
        var found: [TopicPartition: Record] = [:]
        try self.read(offsets.mapValues { .offset($0) })
        while !open.isEmpty {
            guard .now < deadline, !Task.isCancelled else {
                throw KafkaError(.timedOut, during: "read \(open.count) records at their offsets")
            }
            let batch = try await self.nextBatch(records: open.count)
            for record in batch.records {
                // The first record of a partition is the one, or one behind the gap where it was.
                guard let offset = open.removeValue(forKey: record.topicPartition) else { continue }
                if record.offset == offset { found[record.topicPartition] = record }
            }
            for partition in batch.ends.keys { open[partition] = nil }
            for fault in batch.faults where fault.error.reaction == .reject { open[fault.partition] = nil }
            // Those that have answered would only bring what nobody asked for.
            try self.pause(offsets.keys.filter { open[$0] == nil })
        }
        return found
    }

    /// Asks the broker for the ends of partitions; blocks this reader's thread while it does.
    public func ends(
        of partitions: [TopicPartition], within limit: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: PartitionEnds] {
        try self.handle?.ends(of: partitions, within: limit) ?? [:]
    }

    /// Asks the broker for the next offset of each partition, and for nothing else.
    public func highs(
        of partitions: [TopicPartition], within limit: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        try self.handle?.highs(of: partitions, within: limit) ?? [:]
    }

    func gather(_ limits: BatchLimits, wait: Duration) throws(KafkaError) -> Batch {
        guard let batch = try self.handle?.gather(limits, wait: wait.milliseconds, like: self.last) else {
            throw KafkaError(.closed, during: "read", reason: "the reader is closed")
        }
        if !batch.records.isEmpty { self.last = batch.records }
        return batch
    }

    private func pause(_ partitions: [TopicPartition]) throws(KafkaError) {
        self.handle?.membership.table.set(partitions, .pause)
        try self.handle?.fetch()
    }

    private func close() {
        self.handle = nil
    }
}
