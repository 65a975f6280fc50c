internal import Kafka

/// What a member wants of its consumer.
///
/// It never calls the consumer itself: inside a rebalance the consumer's thread waits for the member.
struct Orders: Sendable {
    /// How far partitions are, for those who watch the lag.
    var reached: [TopicPartition: Int64] = [:]
    /// What is to be read no further.
    var pauses: [TopicPartition] = []
    /// What is to be read again, from where.
    var seeks: [TopicPartition: Start] = [:]
    /// Whether the group is to be left and joined anew.
    var mustRejoin = false
}
