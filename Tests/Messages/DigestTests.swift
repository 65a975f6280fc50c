import Domain
import Messages
import Testing

@Suite struct `Two events` {
    @Test(arguments: [
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","n":1,"x":{"a":1,"b":[1,2]}}"#,
        #"{"x":{"b":[1,2],"a":1},"n":1,"startedAt":"2021-04-09T14:30:00+08:00","kind":"theme-day","unit":"b-1"}"#,
        "{ \"unit\" : \"b-1\",\n\"kind\":\"theme-day\",\"startedAt\":\"2021-04-09T14:30:00+08:00\",\"n\":1,\"x\":{\"a\":1,\"b\":[1,2]}}",
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","n":1.0,"x":{"a":1e0,"b":[1,2.0]}}"#,
        #"{"\u0075nit":"b\u002d1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","n":1,"x":{"a":1,"b":[1,2]}}"#,
    ])
    func `say the same when their data is the same value`(data: String) throws {
        let plain =
            #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","n":1,"x":{"a":1,"b":[1,2]}}"#

        let first = try SampleEvent(data: plain).record.decode()
        let second = try SampleEvent(in: .structured, data: data).record.decode()

        #expect(first.content == second.content)
        #expect(first.data == second.data)
    }

    @Test(arguments: [
        ("recordedtime", "2022-01-01T00:00:00Z"), ("traceparent", "00-ab"), ("partitionkey", "b-1"),
        ("correlationid", "k"), ("time", "2021-04-09T09:30:00.0Z"), ("id", "8842"), ("source", "/campus/other"),
    ])
    func `say the same however they travelled`(attribute: String, value: String) throws {
        let first = try SampleEvent().record.decode()
        let second = try SampleEvent().setting(attribute, to: value).record.decode()

        #expect(first.content == second.content)
    }

    @Test(
        arguments: [
            ("time", "2021-04-09T09:30:01Z"), ("time", nil), ("subject", "b-0104"), ("subject", nil),
            ("type", "guoying.activity.held.v1x"),
        ] as [(String, String?)])
    func `say something else when an attribute that counts differs`(attribute: String, value: String?) throws {
        let first = try SampleEvent(.held, data: corrected).record.decode()
        var event = SampleEvent(.held, data: corrected)
        event.attributes[attribute] = attribute == "type" ? ActivityType.corrected.rawValue : value
        let second = try event.record.decode()

        #expect(first.content != second.content)
    }

    @Test(arguments: [
        #"{"unit":"b-2","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00"}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T06:30:00Z"}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","title":""}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","topics":[]}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","x":"1"}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","x":1}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","x":null}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","x":[1,2]}"#,
        #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00","x":[2,1]}"#,
    ])
    func `say something else when their data is another value`(data: String) throws {
        let plain = #"{"unit":"b-1","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00"}"#

        let first = try SampleEvent(data: plain).record.decode()
        let second = try SampleEvent(data: data).record.decode()

        #expect(first.content != second.content)
    }

    @Test func `are one by source and id, and by nothing else`() throws {
        let first = try SampleEvent().record.decode()
        let same = try SampleEvent(setting: "title", to: "\"x\"").setting("time", to: nil).record.decode()
        let otherID = try SampleEvent().setting("id", to: "8842").record.decode()
        let otherSource = try SampleEvent().setting("source", to: "/campus/ob").record.decode()

        #expect(first.identity == same.identity)
        #expect(Set([first.identity, otherID.identity, otherSource.identity]).count == 3)
        #expect(MessageDigest.identity(source: "a", id: "bc") != MessageDigest.identity(source: "ab", id: "c"))
    }

    @Test func `are tied by the name that a correction gives`() throws {
        let first = try SampleEvent().record.decode()
        let second = try SampleEvent(.corrected, data: corrected).setting("id", to: "9").record.decode()

        guard case .corrected(_, of: let target) = second.body else {
            Issue.record("not a correction: \(second.body)")
            return
        }
        #expect(target.identity == first.identity)
    }

    /// Data that is sound for something held and for a correction alike.
    private let corrected = """
        {"unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00",
         "corrects": {"source": "/campus/oa", "id": "8841"}, "reason": "a typo"}
        """
}

@Suite struct `An event at its acceptance` {
    private let acceptance = Instant(microseconds: 1_617_960_600_000_000)

    @Test func `may be ten minutes ahead, for clocks differ`() throws {
        let event = SampleEvent(setting: "startedAt", to: "\"2021-04-09T17:40:00+08:00\"")
            .setting("time", to: "2021-04-09T17:40:00+08:00")

        #expect(try event.record.decode().fault(acceptedAt: self.acceptance) == nil)
    }

    @Test func `is refused from then on, by its start, its time or what it vouches for`() throws {
        let start = SampleEvent(setting: "startedAt", to: "\"2021-04-09T17:40:00.000001+08:00\"")
        let time = SampleEvent().setting("time", to: "2021-04-09T17:40:00.000001+08:00")
        let until = SampleEvent(.watermark, data: #"{"until": "2021-04-09T17:40:00.000001+08:00"}"#)

        #expect(try start.record.decode().fault(acceptedAt: self.acceptance) == Fault(.future, at: "data.startedAt"))
        #expect(try time.record.decode().fault(acceptedAt: self.acceptance) == Fault(.future, at: "time"))
        #expect(try until.record.decode().fault(acceptedAt: self.acceptance) == Fault(.future, at: "data.until"))
        #expect(FaultCode.future.stage == .business)
    }

    @Test func `may not speak of another source's record`() throws {
        let correction = SampleEvent(
            .corrected,
            data: """
                {"unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00",
                 "corrects": {"source": "/campus/other", "id": "1"}, "reason": "why"}
                """)
        let retraction = SampleEvent(
            .retracted, data: #"{"retracts": {"source": "/campus/other", "id": "1"}, "reason": "why"}"#)
        let own = SampleEvent(.retracted, data: #"{"retracts": {"source": "/campus/oa", "id": "1"}, "reason": "why"}"#)

        #expect(
            try correction.record.decode().fault(acceptedAt: self.acceptance)
                == Fault(.sourceNotAllowed, at: "data.corrects.source"))
        #expect(
            try retraction.record.decode().fault(acceptedAt: self.acceptance)
                == Fault(.sourceNotAllowed, at: "data.retracts.source"))
        #expect(try own.record.decode().fault(acceptedAt: self.acceptance) == nil)
    }

    @Test func `belongs to its start, else to its time`() throws {
        let held = try SampleEvent().record.decode()
        let watermark = try SampleEvent(.watermark, data: #"{"until": "2021-04-01T00:00:00Z"}"#).record.decode()

        #expect(held.occurred == Instant("2021-04-09T06:30:00Z"))
        #expect(watermark.occurred == Instant("2021-04-09T09:30:00Z"))
    }
}
