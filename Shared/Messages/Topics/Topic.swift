/// A topic: its name and how it is made where it does not exist.
public struct Topic: Hashable, Sendable {
    /// The whole name, prefix included.
    public let name: String
    /// How many partitions it is made with. 48, the number of journal lanes, can be divided by it.
    public let partitions: Int
    /// What the broker is told when the topic is made, by the broker's own names. What is absent is the broker's
    /// default.
    public let settings: [String: String]
    /// Who publishes here.
    public let writers: String
    /// What travels here, in one line.
    public let content: String
}
