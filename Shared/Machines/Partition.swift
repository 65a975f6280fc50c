/// One partition of one topic.
public struct Partition: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The topic's full name, prefix included.
    public let topic: String
    /// The partition's number within its topic.
    public let number: Int32

    /// Names partition `number` of `topic`.
    public init(topic: String, number: Int32) {
        self.topic = topic
        self.number = number
    }

    /// `topic/number`, as operators write it.
    public var description: String { "\(self.topic)/\(self.number)" }

    /// By topic, then by number: the order in which rows are locked, so that two writers never wait for each other.
    public static func < (left: Self, right: Self) -> Bool {
        (left.topic, left.number) < (right.topic, right.number)
    }
}

/// The last record that was applied of a partition, kept to prove after a restart that the topic is still the same.
