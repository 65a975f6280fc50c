public import Crypto

// The words in which the loop speaks of partitions, apart from any Kafka client.

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
public struct Landmark: Hashable, Sendable {
    /// Where the record lies.
    public let offset: Int64
    /// The first 16 bytes of SHA-256 over its key and value.
    public let fingerprint: Digest16

    /// A record at `offset` with that `fingerprint`.
    public init(offset: Int64, fingerprint: Digest16) {
        self.offset = offset
        self.fingerprint = fingerprint
    }
}

/// A partition taken over: from here on only the holder of this epoch may write for it.
public struct Claim: Hashable, Sendable {
    /// The partition.
    public let partition: Partition
    /// Raised by one with every claim; a writer with a lower one is fenced.
    public let epoch: Int64
    /// The offset of the next record to apply. Offsets below it have been applied or are gaps.
    public var position: Int64
    /// The last applied record; absent before the first.
    public var landmark: Landmark?

    /// A claim as the store answered it.
    public init(partition: Partition, epoch: Int64, position: Int64, landmark: Landmark?) {
        self.partition = partition
        self.epoch = epoch
        self.position = position
        self.landmark = landmark
    }
}

/// Where reading a partition starts.
public enum StartingPoint: Hashable, Sendable {
    /// At the oldest record there is.
    case beginning
    /// At this offset.
    case offset(Int64)
}

/// A step of one partition's position, made in the transaction that writes the records it passes.
public struct Advance: Hashable, Sendable {
    /// The partition.
    public let partition: Partition
    /// The epoch under which the step is made.
    public let epoch: Int64
    /// The position that the row must hold, or the writer is fenced.
    public let from: Int64
    /// The position after the step.
    public let to: Int64
    /// The last record below `to`; unchanged where the step only passes a gap.
    public let landmark: Landmark?
}
