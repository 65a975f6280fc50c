public import Kafka
public import Messages
public import Postgres

/// The partitions by which all comes in that others send, and those by which the register says what it decided.
public struct Inlets: Hashable, Sendable {
    /// What others send to: events and commands.
    public let sent: [TopicPartition]
    /// The register's journal, which the activity service follows.
    public let decided: [TopicPartition]

    /// Asks a cluster.
    ///
    /// - Parameters:
    ///   - others: The intake topics that a site has configured besides, of `others(than:on:)`.
    ///   - limit: How long the cluster may take to answer.
    /// - Throws: `KafkaError`, or `MissingTopics` where it has not all that every installation has.
    public init(
        asking admin: Admin, topics: Topics, others: [String], within limit: Duration = .seconds(10)
    ) async throws {
        let own = [
            topics.activityIntake, topics.activityCommands, topics.registryCommands, topics.supervisionCommands,
        ].map(\.name)
        let decided = topics.registryJournal.name
        let metadata = try await admin.metadata(own + [decided] + others, within: limit)
        let missing = (own + [decided]).filter { name in !metadata.contains { $0.name == name } }
        guard missing.isEmpty else { throw MissingTopics(names: missing) }
        let partitions = metadata.flatMap { topic in
            topic.partitions.map { TopicPartition(topic: topic.name, partition: $0.id) }
        }
        self.sent = partitions.filter { $0.topic != decided }
        self.decided = partitions.filter { $0.topic == decided }
    }

    /// The topics that the activity service has taken in beside those that every installation has.
    public static func others(than topics: Topics, on connection: Connection) async throws -> [String] {
        let own = Set(topics.all.map(\.name))
        return try await FreshnessTable.activityTopics(connection).filter { !own.contains($0) }
    }
}
