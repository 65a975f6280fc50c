/// Notices partitions that give nothing although their log goes on.
///
/// librdkafka asks for a batch that ends too early again and again and says nothing about it. Time counts only while
/// its queue is empty and somebody reads, so that a slow reader is not taken for a broken log.
struct StallWatch {
    private struct Stand {
        var position: Int64
        var stalled: Duration = .zero
    }

    private let limit: Duration
    private var stands: [TopicPartition: Stand] = [:]
    private var lastLook: ContinuousClock.Instant

    /// How often it looks; a longer pause between two looks counts as no more than this.
    private static let interval = Duration.seconds(1)

    init(limit: Duration, now: ContinuousClock.Instant) {
        self.limit = limit
        self.lastLook = now
    }

    func isDue(_ now: ContinuousClock.Instant) -> Bool { now - self.lastLook >= min(Self.interval, self.limit) }

    /// Those of `positions` that have not moved for the limit, with where they stand. Each is named once per limit.
    mutating func look(_ now: ContinuousClock.Instant, _ positions: [TopicPartition: Int64]) -> [TopicPartition: Int64]
    {
        let elapsed = min(now - self.lastLook, Self.interval)
        self.lastLook = now
        let known = self.stands
        self.stands = [:]
        var stalled: [TopicPartition: Int64] = [:]
        for (partition, position) in positions {
            var stand = Stand(position: position)
            if let last = known[partition], last.position == position { stand.stalled = last.stalled + elapsed }
            if stand.stalled >= self.limit {
                stalled[partition] = position
                stand.stalled = .zero
            }
            self.stands[partition] = stand
        }
        return stalled
    }
}
