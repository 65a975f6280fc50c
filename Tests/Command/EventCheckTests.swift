import Domain
import Messages
import Testing

@testable import Command

@Suite struct `A faulty event` {
    /// What is said of an event, its place left out; nil where it is well-formed.
    private func said(_ event: String) -> String? {
        var check = EventCheck()
        var expectation = Expectation()
        let text = EventFile.Text(line: 12, bytes: Array(event.utf8))
        do throws(Fault) {
            _ = try check.read(text)
            return nil
        } catch {
            let explanation = expectation.explain(error, in: text.bytes)
            let fault = EventFault(file: "events.jsonl", line: text.line, fault: error, explanation: explanation)
            return fault.description.replacing("events.jsonl:12: ", with: "")
        }
    }

    private func held(_ data: String) -> String {
        #"{"specversion":"1.0","type":"guoying.activity.held.v1","source":"/campus/oa","id":"e-1","data":{\#(data)}}"#
    }

    private func themeDay(_ more: String) -> String {
        self.held(#""unit":"b-0103","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00"\#(more)"#)
    }

    @Test func `is none where everything is right`() {
        #expect(self.said(self.themeDay("")) == nil)
    }

    @Test func `is no event with members that nothing reads, of which a note says what may have been meant`() throws {
        var notes = UnlistedNotes("a.jsonl")
        let strange = #","attendence":{"due":3},"segments":[{"part":"study","minutes":60,"minute":1}],"字":1"#
        for line in [3, 4] {
            notes.take(EventFile.Text(line: line, bytes: Array(self.themeDay(strange).utf8)))
        }
        notes.take(EventFile.Text(line: 5, bytes: Array(self.themeDay("").utf8)))
        let meeting = self.themeDay(#","attendence":1"#).replacing("theme-day", with: "members-meeting")
        notes.take(EventFile.Text(line: 6, bytes: Array(meeting.utf8)))

        #expect(self.said(self.themeDay(strange)) == nil)
        #expect(
            notes.lines == [
                "a.jsonl:3: note data.attendence: is kept, and nothing reads it (did you mean 'attendance'?); in 3 events",
                "a.jsonl:3: note data.segments[].minute: is kept, and nothing reads it (did you mean 'minutes'?); in "
                    + "2 events",
                "a.jsonl:3: note data.字: is kept, and nothing reads it; in 2 events",
            ])
    }

    @Test func `has no end of notes where names are made of numbers`() {
        var notes = UnlistedNotes("a.jsonl")
        for number in 0..<200 {
            notes.take(EventFile.Text(line: 1, bytes: Array(self.themeDay(#","d\#(number)":1"#).utf8)))
        }

        #expect(notes.lines.count == 101)
        #expect(notes.lines.last == "a.jsonl: note: and more members that nothing reads")
    }

    @Test(arguments: ActivityKind.allCases)
    func `is none of the samples, of which there is nothing to note either`(kind: ActivityKind) {
        var notes = UnlistedNotes("samples.jsonl")
        let data = SchemaDocument.sample(of: kind).dropFirst().dropLast()
        notes.take(EventFile.Text(line: 1, bytes: Array(self.held(String(data)).utf8)))

        #expect(self.said(self.held(String(data))) == nil)
        #expect(notes.lines == [])
    }

    @Test func `is named with file, line, code and field`() {
        let fault = EventFault(
            file: "a.jsonl", line: 3, fault: Fault(.schema, at: "data.unit"), explanation: "is missing")

        #expect("\(fault)" == "a.jsonl:3: schema data.unit: is missing")
    }

    @Test func `tells a value of the wrong type from what was expected`() {
        #expect(
            self.said(self.held(#""unit":"b-0103","kind":"theme-day","startedAt":"2021-04-09T14:30:00""#))
                == #"schema data.startedAt: is "2021-04-09T14:30:00"; expected an instant with its offset, such as "#
                + "2021-04-09T14:30:00+08:00")
        #expect(
            self.said(self.themeDay(#","segments":[{"part":"study","minutes":60},{"part":"rest","minutes":5}]"#))
                == #"schema data.segments[1].part: is "rest"; expected one of study, exchange, practice"#)
        #expect(
            self.said(self.themeDay(#","segments":[{"part":"study","minutes":"60"}]"#))
                == #"schema data.segments[0].minutes: is "60"; expected a whole number from 0 to 1440"#)
    }

    @Test func `tells what is missing`() {
        #expect(
            self.said(self.held(#""kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00""#))
                == "schema data.unit: is missing; expected a text of 1 to 64 characters, without spaces")
        #expect(
            self.said(#"{"specversion":"1.0","type":"guoying.activity.held.v1","source":"/campus/oa","data":{}}"#)
                == "missing-attribute id: is missing; expected a CloudEvents attribute that is not empty")
    }

    @Test func `tells the rule that members break together`() {
        #expect(
            self.said(self.themeDay(#","attendance":{"due":20,"present":23}"#))
                == "schema data.attendance.present: is 23; expected a whole number from 0 to 1000000000, where present "
                + "and excused are not above due")
    }

    @Test func `lists the kinds and the types that there are`() throws {
        let kind = try #require(self.said(self.held(#""unit":"b-0103","kind":"theme-party""#)))
        let type = try #require(self.said(#"{"specversion":"1.0","type":"x","source":"/a","id":"1","data":{}}"#))

        #expect(kind.hasPrefix(#"schema data.kind: is "theme-party"; expected one of members-meeting, "#))
        #expect(type.hasPrefix(#"unsupported-type type: is "x"; expected one of guoying.activity.held.v1, "#))
    }

    @Test(arguments: [
        (#"{"specversion":"1.0""#, "undecodable: byte 21 of the event: is not JSON: "),
        (#"{"a":1,"a":2}"#, "undecodable a: byte 8 of the event: the name “a” stands twice in one object"),
        ("17", "undecodable: is not an object; expected a CloudEvent in JSON"),
        (#"{"id":7}"#, "undecodable id: expected text without control characters, at most 2048 bytes"),
    ])
    func `that cannot be read is named with the byte`(event: String, start: String) throws {
        let said = try #require(self.said(event))

        #expect(said.hasPrefix(start), "\(said)")
    }

    @Test func `speaks of another source's record`() {
        let event = #"""
            {"specversion":"1.0","type":"guoying.activity.retracted.v1","source":"/campus/oa","id":"r-1",
             "data":{"retracts":{"source":"/campus/hr","id":"e-1"},"reason":"x"}}
            """#

        #expect(
            self.said(event)
                == #"source-not-allowed data.retracts.source: is "/campus/hr"; expected the event's own source"#)
    }

    @Test func `is too large whatever it says`() throws {
        let said = try #require(self.said(self.themeDay(#","x":"\#(String(repeating: "y", count: 65_536))""#)))

        #expect(said == "too-large: has more than 65536 bytes; expected at most that many")
    }

    @Test func `shows control characters as escapes and not more of a value than a line holds`() throws {
        let long = String(repeating: "长", count: 200)
        let said = try #require(self.said(self.held(#""unit":"b 1\u001b[2J\#(long)","kind":"theme-day""#)))

        #expect(said.contains(#"is "b 1\u001b[2J长"#))
        #expect(said.contains("…; expected"))
        let separated = try #require(self.said(self.held(#""unit":"b\#u{2028}1","kind":"theme-day""#)))
        #expect(separated.contains("is \"b\u{FFFD}1\""))
        #expect(!said.unicodeScalars.contains("\u{1B}"))
    }

    @Test func `makes its source's word doubtful, and nobody else's`() {
        var doubts = SourceDoubts()
        #expect(!doubts.concern("/campus/oa"))

        doubts.add(EventFile.Text(line: 1, bytes: Array(#"{"specversion":"1.0","source":"/campus/oa","da"#.utf8)))
        #expect(doubts.concern("/campus/oa"))
        #expect(!doubts.concern("/campus/hr"))

        doubts.add(EventFile.Text(line: 2, bytes: Array("nothing".utf8)))
        #expect(doubts.concern("/campus/hr"))
    }
}
