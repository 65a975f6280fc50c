import Kafka
import Testing

@testable import Pipeline

@Suite struct `What the group is told of the lag` {
    private let partition = TopicPartition(topic: "t", partition: 0)

    @Test func `goes out at once the first time, and then together with what is reached within a second`() {
        var report = LagReport()
        let start = ContinuousClock.now

        report.add([self.partition: 1], under: 1)
        let first = report.take(at: start)
        report.add([self.partition: 2], under: 1)
        let early = report.take(at: start + .milliseconds(900))
        report.add([self.partition: 3], under: 1)
        let later = report.take(at: start + .seconds(1))

        #expect(first == [self.partition: 1])
        #expect(early.isEmpty)
        #expect(later == [self.partition: 3])
    }

    @Test func `is told at the end, however soon that is`() {
        var report = LagReport()
        report.add([self.partition: 1], under: 1)
        _ = report.take()
        report.add([self.partition: 2], under: 1)

        #expect(report.take(isEnd: true) == [self.partition: 2])
        #expect(report.take(isEnd: true).isEmpty)
    }

    @Test func `leaves out what was reached under an earlier assignment`() {
        var report = LagReport()
        let other = TopicPartition(topic: "t", partition: 1)
        report.add([self.partition: 1], under: 1)

        report.add([other: 7], under: 2)

        #expect(report.take() == [other: 7])
    }
}
