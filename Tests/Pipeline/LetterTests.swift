import Domain
import Messages
import Testing

@testable import Pipeline

@Suite struct `A letter` {
    private let accepted = Instant(microseconds: 1_620_000_000_000_000)

    /// A record that another system sent, known since an instant.
    private func record(recorded: String? = nil, more: [JournalHeader] = []) -> KeptRecord {
        var headers = [
            JournalHeader("ce_specversion", "1.0"), JournalHeader("ce_type", "guoying.activity.held.v1"),
            JournalHeader("ce_source", "/campus/oa"), JournalHeader("ce_id", "1"),
        ]
        if let recorded { headers.append(JournalHeader("ce_recordedtime", recorded)) }
        return KeptRecord(
            key: Array("b-0103".utf8), headers: headers + more,
            value: Array(#"{"unit":"b-0103","kind":"theme-day","startedAt":"2021-04-09T14:30:00+08:00"}"#.utf8),
            origin: DeadLetterHeaders.Origin(topic: "guoying.activity.intake", partition: 0, offset: 0))
    }

    private func entry(_ record: KeptRecord, _ fault: Fault) -> JournalEntry {
        Letter(record, because: fault, accepted: self.accepted)
            .entry(on: Topics().activityDeadLetters, failedAt: self.accepted)
    }

    private func header(_ name: String, of entry: JournalEntry) -> String? {
        entry.header(name)
    }

    @Test func `carries the record and what is wrong with it`() {
        let record = self.record()

        let entry = self.entry(record, Fault(.schema, at: "data.kind"))

        #expect(entry.value == record.value && entry.key == record.key)
        #expect(self.header("dlq-error-code", of: entry) == "schema")
        #expect(self.header("dlq-field", of: entry) == "data.kind")
        #expect(self.header("dlq-stage", of: entry) == "schema")
        #expect(self.header("dlq-event-id", of: entry) == "1")
        #expect(self.header("dlq-original-topic", of: entry) == "guoying.activity.intake")
        #expect(self.header("ce_id", of: entry) == "1")
        #expect(entry.lane == Lane.index(ofUnit: "b-0103"))
    }

    @Test func `about privacy carries no value`() {
        let entry = self.entry(self.record(), Fault(.privacy, at: "data.votes"))

        #expect(entry.value == nil)
        #expect(self.header("dlq-size", of: entry) != "0")
    }

    @Test func `of a record with endless headers can still be sent`() {
        let headers = (0..<1_000).map { JournalHeader("h\($0)", String(repeating: "x", count: 2_000)) }

        let entry = self.entry(self.record(more: headers), Fault(.tooLarge))

        #expect(entry.byteCount < JournalLimits().entryBytes)
        #expect(self.header("dlq-error-code", of: entry) == "too-large")
    }

    @Test func `says since when the record was known: never later than it came`() {
        let late = Letter(
            self.record(recorded: "2021-06-01T00:00:00Z"), because: Fault(.schema), accepted: self.accepted)
        let early = Letter(
            self.record(recorded: "2021-04-01T00:00:00Z"), because: Fault(.schema), accepted: self.accepted)

        #expect(late.recorded == self.accepted)
        #expect(early.recorded == Instant("2021-04-01T00:00:00Z"))
    }
}
