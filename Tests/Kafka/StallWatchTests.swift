import Testing

@testable import Kafka

@Suite struct `A stall watch` {
    private let partition = TopicPartition(topic: "a", partition: 0)
    private let start = ContinuousClock.now

    @Test func `names a partition that has not moved for the limit, once per limit`() {
        var watch = StallWatch(limit: .seconds(3), now: self.start)

        let named = (1...8).map { second in
            watch.look(self.start + .seconds(second), [self.partition: 5])[self.partition]
        }

        #expect(named == [nil, nil, nil, 5, nil, nil, 5, nil])
    }

    @Test func `starts over when a partition moves`() {
        var watch = StallWatch(limit: .seconds(2), now: self.start)

        let named = (1...6).flatMap { second in
            watch.look(self.start + .seconds(second), [self.partition: Int64(second / 2)])
        }

        #expect(named.isEmpty)
    }

    @Test func `does not count the time in which nobody read`() {
        var watch = StallWatch(limit: .seconds(3), now: self.start)

        let named = [1, 100, 200].flatMap { second in
            watch.look(self.start + .seconds(second), [self.partition: 5])
        }

        #expect(named.isEmpty)
    }
}
