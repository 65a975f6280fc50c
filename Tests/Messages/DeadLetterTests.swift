import Domain
import Messages
import Testing

@Suite struct `A dead letter` {
    @Test func `says what was wrong with which record, and is read back`() throws {
        let letter = sample()

        let headers = letter.appended(to: SampleEvent().record.headers)

        #expect(DeadLetterHeaders(headers) == letter)
    }

    @Test func `carries the headers of the contract, and no others`() {
        let headers = sample().appended(to: HeaderList())

        #expect(
            headers.texts == [
                "dlq-error-code: schema", "dlq-field: data.unit", "dlq-source: /campus/oa", "dlq-event-id: 8841",
                "dlq-unit: b-0103", "dlq-kind: theme-day", "dlq-occurred-at: 2021-04-09T06:30:00Z",
                "dlq-recorded-at: 2021-04-09T08:00:00Z", "dlq-accepted-at: 2021-04-09T23:00:00Z",
                "dlq-original-topic: guoying.activity.intake", "dlq-original-partition: 3", "dlq-original-offset: 42",
                "dlq-original-timestamp: 1617949800000", "dlq-size: 70000", "dlq-sha256: ab12", "dlq-truncated: true",
                "dlq-stage: schema", "dlq-attempts: 2", "dlq-failed-at: 2021-04-10T00:00:00.5Z",
                "dlq-service-version: 1.0.0",
            ])
        #expect(headers.texts.map { $0.prefix { $0 != ":" } } == DeadLetterHeaders.names.map { $0[...] })
    }

    @Test func `leaves out what is not known`() throws {
        var letter = sample()
        letter.source = nil
        letter.eventID = nil
        letter.unit = nil
        letter.kind = nil
        letter.occurred = nil
        letter.recorded = nil
        letter.accepted = nil
        letter.origin.timestampMilliseconds = nil

        let headers = letter.appended(to: HeaderList())

        #expect(headers.headerCount == 12)
        #expect(DeadLetterHeaders(headers) == letter)
    }

    @Test func `keeps the record's own headers, repeated and empty ones too, but for those that are ours`() {
        var original = HeaderList()
        original.append("a", "1")
        original.append("a", "2")
        original.append("b", nil)
        original.append("dlq-error-code", "forged")

        let texts = sample().appended(to: original).texts

        #expect(texts.prefix(3) == ["a: 1", "a: 2", "b"])
        #expect(texts.filter { $0.hasPrefix("dlq-error-code") } == ["dlq-error-code: schema"])
    }

    @Test(arguments: ["dlq-error-code", "dlq-original-offset", "dlq-size", "dlq-failed-at"])
    func `is none without what every letter says`(missing: String) {
        var headers = HeaderList()
        for text in sample().appended(to: HeaderList()).texts where !text.hasPrefix(missing) {
            let parts = text.split(separator: ": ", maxSplits: 1)
            headers.append(String(parts[0]), String(parts[1]))
        }

        #expect(DeadLetterHeaders(headers) == nil)
    }

    private func sample() -> DeadLetterHeaders {
        var letter = DeadLetterHeaders(
            fault: Fault(.schema, at: "data.unit"),
            origin: .init(
                topic: "guoying.activity.intake", partition: 3, offset: 42, timestampMilliseconds: 1_617_949_800_000),
            value: .init(sizeBytes: 70_000, sha256: "ab12", isTruncated: true),
            failedAt: Instant(microseconds: 1_618_012_800_500_000), serviceVersion: "1.0.0")
        letter.source = "/campus/oa"
        letter.eventID = "8841"
        letter.unit = "b-0103"
        letter.kind = "theme-day"
        letter.occurred = Instant("2021-04-09T06:30:00Z")
        letter.recorded = Instant("2021-04-09T08:00:00Z")
        letter.accepted = Instant("2021-04-09T23:00:00Z")
        letter.attempts = 2
        return letter
    }
}

extension HeaderList {
    /// The headers as lines, `name: value`.
    var texts: [String] {
        (0..<self.headerCount).map { index in
            let name = text(self.headerName(index))
            guard let value = self.headerValue(index) else { return name }
            return name + ": " + text(value)
        }
    }
}

private func text(_ bytes: Span<UInt8>) -> String {
    String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
}
