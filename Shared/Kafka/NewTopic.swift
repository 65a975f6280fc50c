/// A topic to create.
public struct NewTopic: Sendable {
    /// The topic's name.
    public var name: String
    /// How many partitions it has.
    public var partitions: Int
    /// How many brokers keep each; −1 leaves it to the cluster.
    public var replication: Int
    /// The topic's own settings by Kafka's names, for example `cleanup.policy` or `max.message.bytes`.
    public var settings: [String: String]

    /// Describes a topic.
    public init(name: String, partitions: Int, replication: Int = -1, settings: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replication = replication
        self.settings = settings
    }
}
