import FoundationEssentials
import Glibc
public import Kafka
public import Messages

/// The brokers that the same tests run on.
public enum TestBroker: String, Sendable {
    case embedded
    case apache

    /// What there is: a real one only where it was started.
    public static let available: [TestBroker] = TestEnvironment.kafka == nil ? [.embedded] : [.embedded, .apache]

    /// The real one where there is one.
    public static let mostReal: TestBroker = TestEnvironment.kafka == nil ? .embedded : .apache

    /// Lends a broker with the topics of an installation, whose names are made unique.
    public func lending<Value>(_ body: (LentBroker) async throws -> Value) async throws -> Value {
        let topics = Topics(prefix: "test-\(UUID().uuidString.prefix(8).lowercased()).")
        switch self {
        case .embedded: return try await Self.withEmbedded(topics, body)
        case .apache: return try await Self.withApache(topics, body)
        }
    }

    private static func withEmbedded<Value>(
        _ topics: Topics, _ body: (LentBroker) async throws -> Value
    ) async throws -> Value {
        let partitions = Dictionary(uniqueKeysWithValues: topics.all.map { ($0.name, $0.partitions) })
        return try await BrokerProcess.lending(partitions) { broker in
            try await body(LentBroker(address: broker.address, topics: topics, embedded: broker.program))
        }
    }

    private static func withApache<Value>(
        _ topics: Topics, _ body: (LentBroker) async throws -> Value
    ) async throws -> Value {
        guard let address = TestEnvironment.kafka else {
            throw TestEnvironment.Missing(description: "GUOYING_TEST_KAFKA is not set")
        }
        let broker = try await LentBroker.making(topics, at: address)
        let admin = Admin(settings: broker.settings)
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(broker))
        } catch {
            outcome = .failure(error)
        }
        try? await admin.deleteTopics(topics.all.map(\.name))
        return try outcome.get()
    }
}

/// A broker as one test sees it.
public struct LentBroker: Sendable {
    /// Its address, for any client.
    public let address: String
    /// The topics that were made on it.
    public let topics: Topics
    fileprivate let embedded: Program?

    /// Whether it is the embedded one.
    public var isEmbedded: Bool { self.embedded != nil }

    /// Kills the embedded one, which nobody else uses; it does not come back.
    public func kill() { self.embedded?.signal(SIGKILL) }

    /// Has the embedded one stand still: it answers nobody, and loses nothing.
    public func pause() { self.embedded?.signal(SIGSTOP) }

    /// Has it go on.
    public func resume() { self.embedded?.signal(SIGCONT) }

    /// Makes the topics of an installation on a real broker.
    public static func making(_ topics: Topics, at address: String) async throws -> LentBroker {
        let broker = LentBroker(address: address, topics: topics, embedded: nil)
        try await Admin(settings: broker.settings).createTopics(
            topics.all.map { NewTopic(name: $0.name, partitions: $0.partitions, settings: $0.settings) })
        return broker
    }

    /// Settings for a client of ours.
    public var settings: Settings {
        Settings(["bootstrap.servers": self.address].merging(self.isEmbedded ? Settings.embeddedBroker : [:]) { $1 })
    }

    /// All records that lie in a topic now, in order within each partition.
    public func records(of topic: Topic) async throws -> [Kafka.Record] {
        let ends = try await Admin(settings: self.settings).ends(of: topic.name).filter { $0.value.high > $0.value.low }
        guard !ends.isEmpty else { return [] }
        return try await Reader.opening("kit", settings: self.settings) { reader in
            let partitions = ends.keys.map { TopicPartition(topic: topic.name, partition: $0) }
            try await reader.read(Dictionary(uniqueKeysWithValues: partitions.map { ($0, Start.beginning) }))
            var open = Set(partitions)
            var records: [Kafka.Record] = []
            let deadline = ContinuousClock.now + .seconds(20)
            while !open.isEmpty, .now < deadline {
                let batch = try await reader.nextBatch()
                records += batch.records
                open.subtract(batch.ends.filter { $0.value >= ends[$0.key.partition]?.high ?? 0 }.keys)
            }
            return records
        }
    }
}
