import Domain
import ServiceKit
import Testing

@testable import Command
@testable import Kafka

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

@Suite struct `Setting the rehearsal clock` {
    @Test func `begins a rehearsal, and moves one forward`() throws {
        #expect(try ClockSetting(asked: at("2021-05-05"), reached: nil) == .set)
        #expect(try ClockSetting(asked: at("2021-05-06"), reached: at("2021-05-05T08:00:00+08:00")) == .set)
        #expect(
            try ClockSetting(asked: at("2021-05-05T09:00:00+08:00"), reached: at("2021-05-05T08:00:00+08:00")) == .set)
    }

    @Test func `leaves a clock that is on that day already`() throws {
        let reached = at("2021-05-05T08:00:00+08:00")

        #expect(try ClockSetting(asked: at("2021-05-05"), reached: reached) == .leave(reached))
    }

    @Test func `never goes back to an earlier day`() {
        let error = #expect(throws: CommandFailure.self) {
            try ClockSetting(asked: at("2021-05-04"), reached: at("2021-05-05"))
        }

        #expect(error?.description.contains("does not go back") == true)
        #expect(error?.exitCode == .failure)
    }
}

@Suite struct `A moment` {
    @Test func `is a day's first instant in Shanghai, or an instant`() {
        #expect(Moment(argument: "2021-05-05")?.instant == at("2021-05-04T16:00:00Z"))
        #expect(Moment(argument: "2021-05-05T08:00:00Z")?.instant == at("2021-05-05T16:00:00+08:00"))
    }

    @Test(arguments: ["", "today", "2021-02-30", "2021-05-05T08:00:00", "2021-05-05 08:00:00+08:00"])
    func `is nothing else`(text: String) {
        #expect(Moment(argument: text) == nil)
    }

    @Test func `is shown no finer than to the minute`() {
        #expect(at("2021-05-05").shortText == "2021-05-05")
        #expect(at("2021-05-05T08:12:33.5+08:00").shortText == "2021-05-05 08:12")
    }
}

@Suite struct `A report of a sending` {
    @Test func `counts what was sent and what was not, and why`() throws {
        let limit = try #require(Moment(argument: "2021-05-05"))

        #expect(SendingReport(events: 1).text(recordedBefore: nil) == "sent 1 event, 0 watermarks")
        #expect(
            SendingReport(events: 191, watermarks: 3, leftOut: 10).text(recordedBefore: limit)
                == "sent 191 events, 3 watermarks; 10 left out (recorded at or after 2021-05-05)")
        #expect(
            SendingReport(events: 2, faulty: 1, heldBack: 1).text(recordedBefore: nil)
                == "sent 2 events, 0 watermarks; 1 faulty, not sent; 1 watermark of their sources held back")
        #expect(SendingReport(raw: 10).text(recordedBefore: nil) == "sent 10 records as they are")
    }
}
