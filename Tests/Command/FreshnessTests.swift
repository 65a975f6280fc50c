import Domain
import ServiceKit
import Testing

@testable import Command

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
