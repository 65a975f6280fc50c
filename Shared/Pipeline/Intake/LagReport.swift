internal import Kafka

/// How far partitions are, on its way to the group, for those who watch the lag.
///
/// Each word is a write of the broker's, so the first is passed on at once, and what is reached within a while after it
/// is passed on together.
struct LagReport {
    private static let interval = Duration.seconds(1)

    private var reached: [TopicPartition: Int64] = [:]
    private var assignment = 0
    private var last: ContinuousClock.Instant?

    /// Adds how far partitions are. What an earlier assignment had reached is another member's to tell.
    mutating func add(_ reached: [TopicPartition: Int64], under assignment: Int) {
        if assignment != self.assignment { self.reached = [:] }
        self.assignment = assignment
        self.reached.merge(reached) { _, new in new }
    }

    /// What is to be told now; nothing while the last word is recent, unless it is the end.
    mutating func take(at now: ContinuousClock.Instant = .now, isEnd: Bool = false) -> [TopicPartition: Int64] {
        let isRecent = self.last.map { now - $0 < Self.interval } ?? false
        guard !self.reached.isEmpty, isEnd || !isRecent else { return [:] }
        self.last = now
        defer { self.reached = [:] }
        return self.reached
    }
}
