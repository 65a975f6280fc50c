import Testing

@testable import Kafka
@testable import Pipeline

@Suite struct `What has been sent` {
    private let intake = TopicPartition(topic: "guoying.activity.intake", partition: 0)
    private let other = TopicPartition(topic: "guoying.activity.intake", partition: 1)
    private let commands = TopicPartition(topic: "guoying.registry.commands", partition: 0)

    @Test func `is missing up to the end that its partition had`() {
        let backlog = Backlog(
            from: [self.intake: 5, self.commands: 3],
            ends: [self.intake: (0, 10), self.other: (0, 7), self.commands: (0, 4)])

        #expect(
            "\(backlog)" == "behind by 12 records of guoying.activity.intake, 1 record of guoying.registry.commands")
    }

    @Test func `is there when its service has read as far or further`() {
        let backlog = Backlog(
            from: [self.intake: 10, self.commands: 9], ends: [self.intake: (0, 10), self.commands: (0, 4)])

        #expect(backlog.isEmpty)
    }

    @Test func `does not include what the broker no longer keeps`() {
        let gone = Backlog(from: [:], ends: [self.intake: (8, 8)])
        let partly = Backlog(from: [self.intake: 2], ends: [self.intake: (8, 10)])

        #expect(gone.isEmpty)
        #expect(partly.parts == ["2 records of guoying.activity.intake"])
    }

    @Test func `includes what a service has written and not published`() {
        #expect(Backlog(unpublished: 0, of: "guoying.registry.journal").isEmpty)
        #expect(
            Backlog(unpublished: 2, of: "guoying.registry.journal").parts == ["2 records of guoying.registry.journal"])
    }

    @Test func `includes the journals that are not read up to the heads that they had`() {
        let (lane, other) = (LaneTopic(topic: "journal", lane: 4), LaneTopic(topic: "letters", lane: 0))

        let unread = Backlog(of: [lane: 7, other: 2], reading: [lane: 6])

        #expect(unread.parts == ["the reading of journal", "the reading of letters"])
        #expect(Backlog(of: [lane: 7, other: 2], reading: [lane: 8, other: 2]).isEmpty)
    }

    @Test func `includes what has been read and not finished`() {
        let backlog = Backlog(of: [
            PendingWork(noun: "watermark", subject: "/campus/oa", identity: "1"),
            PendingWork(noun: "watermark", subject: "/campus/oa", identity: "2"),
            PendingWork(noun: "release", subject: "parked records", identity: "unit:b-0103"),
        ])

        #expect("\(backlog)" == "behind by 2 watermarks of /campus/oa, 1 release of parked records")
    }
}

extension Backlog {
    fileprivate init(from positions: [TopicPartition: Int64], ends: [TopicPartition: (Int64, Int64)]) {
        self.init(from: positions, to: ends.mapValues { PartitionEnds(low: $0.0, high: $0.1) })
    }
}
