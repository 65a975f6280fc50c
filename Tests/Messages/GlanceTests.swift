import Domain
import Kit
import Messages
import Testing

@Suite struct `A glance at a refused record` {
    @Test(arguments: SampleEvent.Mode.allCases)
    func `finds its unit, kind, time, source and id`(mode: SampleEvent.Mode) {
        let glance = SampleEvent(in: mode).setting("time", to: nil).record.glance

        #expect(glance.unit == "b-0103")
        #expect(glance.kind == "theme-day")
        #expect(glance.occurred == Instant("2021-04-09T06:30:00Z"))
        #expect(glance.recorded == Instant("2021-04-10T00:00:00Z"))
        #expect(glance.source == "/campus/oa")
        #expect(glance.id == "8841")
    }

    @Test(
        arguments: SampleEvent.Mode.allCases,
        [
            // Broken off, doubled, with half a surrogate pair, with a raw control character, with text behind it.
            #"{"unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00", "title": "br"#,
            #"{"unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00", "unit": "b-2"}"#,
            #"{"title": "\ud800", "unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00"}"#,
            "{\"title\": \"a\u{1}\", \"unit\": \"b-1\", \"kind\": \"theme-day\", \"startedAt\": \"2021-04-09T14:30:00+08:00\"}",
            #"{"unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00"} and more"#,
            #"{"title": "17\" and C:\\", "unit": "b-1", "kind":"theme-day", "startedAt": "2021-04-09T14:30:00+08:00"}"#,
            #"{"n": 99999999999999999999, "unit": "b-1", "kind":"theme-day", "startedAt": "2021-04-09T14:30:00+08:00"}"#,
            #"{"unit" : "\u0062-1" , "kind" : "theme-day" , "startedAt" : "2021-04-09T14:30:00+08:00"}"#,
            #"{"more": {"unit": "b-9"}, "unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00"}"#,
            #"{"more": ["unit", {"kind": "x"}], "unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00"}"#,
            #"{"title": "\"unit\": \"b-9\"", "unit": "b-1", "kind": "theme-day", "startedAt": "2021-04-09T14:30:00+08:00"}"#,
        ])
    func `reads on whatever is wrong with the text`(mode: SampleEvent.Mode, data: String) {
        let glance = SampleEvent(in: mode, data: data).record.glance

        #expect(glance.unit == "b-1")
        #expect(glance.kind == "theme-day")
        #expect(glance.occurred == Instant("2021-04-09T06:30:00Z"))
    }

    @Test func `reads a value that is far too large`() {
        let title = String(repeating: "长", count: 400_000)
        let data = #"{"title": "\#(title)", "unit": "b-1", "kind": "theme-day"}"#

        #expect(SampleEvent(data: data).record.glance.unit == "b-1")
        #expect(SampleEvent(in: .structured, data: data).record.glance.unit == "b-1")
    }

    @Test func `reads a structured record that has lost its content type`() {
        var record = SampleEvent(in: .structured).record
        record.headers = HeaderList()

        #expect(record.glance.unit == "b-0103")
        #expect(record.glance.id == "8841")
    }

    @Test func `reads data that was sent in base64`() {
        var record = SampleEvent(in: .structured).record
        record.value = Array(#"{"id": "1", "data_base64": "eyJ1bml0IjoiYi0xIiwia2luZCI6InRhbGtzIn0="}"#.utf8)

        #expect(record.glance.unit == "b-1")
        #expect(record.glance.kind == "talks")
    }

    @Test func `reads the first event of a batch`() {
        var record = SampleEvent().record
        record.headers = HeaderList()
        record.headers.append("content-type", "application/cloudevents-batch+json")
        record.value = Array(#"[{"id": "1", "data": {"unit": "b-1"}}, {"id": "2", "data": {"unit": "b-2"}}]"#.utf8)

        #expect(record.glance.unit == "b-1")
        #expect(record.glance.id == "1")
    }

    @Test func `does not look into objects beside the data`() {
        var record = SampleEvent(in: .structured).record
        record.value = Array(#"{"data": {"kind": "talks"}, "more": {"unit": "b-9"}, "unit": 7}"#.utf8)

        #expect(record.glance.kind == "talks")
        #expect(record.glance.unit == nil)
    }

    @Test func `does not take the data's members for attributes`() {
        let event = SampleEvent(data: #"{"unit": "b-1", "id": "no", "source": "no", "time": "2021-01-01T00:00:00Z"}"#)
            .setting("id", to: nil).setting("source", to: nil).setting("time", to: nil)

        let glance = event.record.glance

        #expect(glance.id == nil)
        #expect(glance.source == nil)
        #expect(glance.occurred == nil)
    }

    @Test(arguments: [
        ("\"2021-04-30T23:30:00\"", "2021-04-30T15:30:00Z"), ("\"2021-04-30\"", "2021-04-29T16:00:00Z"),
        ("\"at noon\"", "2021-04-09T09:30:00Z"), ("5", "2021-04-09T09:30:00Z"),
    ])
    func `reads a start without an offset by the clocks of Shanghai, else the event's time`(
        start: String, expected: String
    ) {
        let glance = SampleEvent(setting: "startedAt", to: start).record.glance

        #expect(glance.occurred == Instant(expected))
    }

    @Test(arguments: ["\"\"", "\"b 1\"", "7", "null", "\"\(String(repeating: "b", count: 65))\"", "\"b\\u00001\""])
    func `gives no unit that could not be one`(unit: String) {
        #expect(SampleEvent(setting: "unit", to: unit).record.glance.unit == nil)
    }

    @Test func `sees what a tombstone's headers say`() {
        var record = SampleEvent().record
        record.value = nil

        #expect(record.glance.unit == nil)
        #expect(record.glance.source == "/campus/oa")
        #expect(record.glance.occurred == Instant("2021-04-09T09:30:00Z"))
    }

    @Test func `is never stopped by bytes of any kind`() {
        var generator = SeededGenerator(seed: 8_841)
        let sample = SampleEvent(in: .structured).record
        for _ in 0..<2_000 {
            var record = sample
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let count = record.value?.count ?? 0
                guard count > 1 else { break }
                let position = Int.random(in: 0..<count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: record.value?[position] = UInt8.random(in: 0...255, using: &generator)
                case 1: record.value?.remove(at: position)
                default: record.value?.removeLast(min(count - 1, position / 4))
                }
            }

            _ = record.glance
            // Whatever is refused has a code, and whatever is taken has a unit.
            #expect(record.fault != nil || record.glance.unit != nil)
        }
    }
}
