/// A lane of a journal as far as it goes to one topic.
public struct LaneTopic: Hashable, Sendable {
    /// The topic's name.
    public let topic: String
    /// The lane's number.
    public let lane: Int

    /// A lane and a topic.
    public init(topic: String, lane: Int) {
        self.topic = topic
        self.lane = lane
    }
}
