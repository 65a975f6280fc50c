internal import CLibrdkafka

/// Questions to a cluster and orders about its topics.
///
/// Each call opens a client, asks on a thread of its own and closes: they are rare, and nothing has to be kept alive.
public struct Admin: Sendable {
    private let settings: Settings

    /// Makes it; nothing is connected yet.
    public init(settings: Settings) {
        self.settings = settings
    }

    /// The cluster's own name for itself, which stays when brokers are replaced.
    public func clusterID(within limit: Duration = .seconds(10)) async throws(KafkaError) -> String {
        try await unsafe self.ask("ask for the cluster's id", within: limit) { client throws(KafkaError) in
            guard let id = unsafe rd_kafka_clusterid(client, limit.milliseconds) else {
                throw KafkaError(.timedOut, during: "ask for the cluster's id", reason: Self.unreachable)
            }
            defer { unsafe rd_kafka_mem_free(client, id) }
            return unsafe String(cString: id)
        }
    }

    /// The topics of these names that exist, with their partitions. Asking for a topic does not make it.
    public func metadata(
        _ topics: [String], within limit: Duration = .seconds(10)
    ) async throws(KafkaError) -> [TopicMetadata] {
        let wanted = Set(topics)
        return try await unsafe self.ask("ask for topics", within: limit) { client throws(KafkaError) in
            var answer: UnsafePointer<rd_kafka_metadata>?
            // All topics: asking for one by its name would make it where brokers make topics on demand.
            let error = unsafe rd_kafka_metadata(client, 1, nil, &answer, limit.milliseconds)
            guard error == .none, let metadata = unsafe answer else {
                throw KafkaError(error, during: "ask for topics", reason: Self.unreachable)
            }
            defer { unsafe rd_kafka_metadata_destroy(metadata) }
            let all = unsafe UnsafeBufferPointer(start: metadata.pointee.topics, count: Int(metadata.pointee.topic_cnt))
            return unsafe all.map { unsafe TopicMetadata($0) }.filter { wanted.contains($0.name) }
        }
    }

    /// The first and the next offset of each partition of a topic.
    public func ends(
        of topic: String, within limit: Duration = .seconds(10)
    ) async throws(KafkaError) -> [Int32: PartitionEnds] {
        guard let metadata = try await self.metadata([topic], within: limit).first else {
            throw KafkaError(
                RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, during: "ask for the ends of \(topic)",
                reason: "there is no topic \(topic) on this cluster; create it, or look at the name")
        }
        let partitions = metadata.partitions.map { TopicPartition(topic: topic, partition: $0.id) }
        let operation = "ask for the ends of \(topic)"
        let ends = try await unsafe self.ask(operation, within: limit) { client throws(KafkaError) in
            try unsafe queryEnds(client, of: partitions, within: limit)
        }
        return Dictionary(uniqueKeysWithValues: ends.map { ($0.key.partition, $0.value) })
    }

    /// Creates topics and waits until brokers know them. One that exists already is left as it is, which is no error.
    ///
    /// The embedded broker cannot do this: it is given its topics when it starts.
    public func createTopics(_ topics: [NewTopic], within limit: Duration = .seconds(30)) async throws(KafkaError) {
        guard !topics.isEmpty else { return }
        try await unsafe self.ask("create topics", within: limit) { client throws(KafkaError) in
            let order = try TopicCreation(topics)
            let failures = try unsafe order.run(client, within: limit)
            guard let (topic, error) = failures.first(where: { $0.1.code != TopicCreation.exists }) else { return }
            throw error.during("create topic \(topic)")
        }
        try await self.wait(for: Set(topics.map(\.name)), within: limit)
    }

    /// A cluster says that a topic is created before all its brokers have heard of it.
    private func wait(for topics: Set<String>, within limit: Duration) async throws(KafkaError) {
        let deadline = ContinuousClock.now + limit
        while true {
            let known = try await self.metadata(Array(topics), within: limit)
            let isLed = known.allSatisfy { $0.error == nil && $0.partitions.allSatisfy { $0.leader != nil } }
            if known.count == topics.count, isLed { return }
            let isCancelled = (try? await Task.sleep(for: .milliseconds(50))) == nil
            guard .now < deadline, !isCancelled else {
                throw KafkaError(.timedOut, during: "create topics", reason: "brokers do not know all of them yet")
            }
        }
    }

    /// Deletes topics with everything in them. One that does not exist is no error.
    public func deleteTopics(_ names: [String], within limit: Duration = .seconds(30)) async throws(KafkaError) {
        guard !names.isEmpty else { return }
        try await unsafe self.ask("delete topics", within: limit) { client throws(KafkaError) in
            let order = TopicDeletion(names)
            let failures = try unsafe order.run(client, within: limit)
            guard let (topic, error) = failures.first(where: { $0.1.code != TopicDeletion.missing }) else { return }
            throw error.during("delete topic \(topic)")
        }
    }

    private static let unreachable = "no answer; look at bootstrap.servers and whether the brokers run"

    /// Runs `question` with a client of its own. librdkafka may overstay a timeout, so the wait has its own bound.
    private func ask<Answer: Sendable>(
        _ operation: String, within limit: Duration,
        _ question: @escaping @Sendable (OpaquePointer) throws(KafkaError) -> Answer
    ) async throws(KafkaError) -> Answer {
        let settings = self.settings
        let answer = try await NativeThread.value(named: "kafka.admin", within: limit + .seconds(5)) {
            () -> Result<Answer, KafkaError> in
            do throws(KafkaError) {
                let client = try AdminClient(settings)
                return .success(try unsafe client.lend(question))
            } catch {
                return .failure(error)
            }
        }
        guard let answer else { throw KafkaError(.timedOut, during: operation, reason: Self.unreachable) }
        return try answer.get()
    }
}

/// The sole owner of a client that only asks.
@safe private struct AdminClient: ~Copyable {
    private let client: OpaquePointer
    /// librdkafka points at them until `deinit` has destroyed the client.
    private let callbacks: ClientCallbacks

    init(_ settings: Settings) throws(KafkaError) {
        let callbacks = ClientCallbacks(settings)
        let options = try settings.options(defaults: ["log.connection.close": "false"], fixed: [:])
        unsafe self.client = try makeClient(RD_KAFKA_PRODUCER, options, callbacks)
        self.callbacks = callbacks
    }

    deinit { unsafe rd_kafka_destroy(self.client) }

    borrowing func lend<Answer>(_ body: (OpaquePointer) throws(KafkaError) -> Answer) throws(KafkaError) -> Answer {
        try unsafe body(self.client)
    }
}
