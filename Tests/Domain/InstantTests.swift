import Domain
import Kit
import Testing

@Suite struct `An instant` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T08:00:00+08:00", 0),
        ("2021-04-09T14:30:00+08:00", 1_617_949_800_000_000),
        ("2021-04-09t06:30:00z", 1_617_949_800_000_000),
        ("2021-04-09T01:00:00-05:30", 1_617_949_800_000_000),
        ("2021-04-09T06:30:00-00:00", 1_617_949_800_000_000),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("0001-01-01T00:00:00+08:00", -62_135_625_600_000_000),
        ("0000-12-31T16:00:00Z", -62_135_625_600_000_000),
        ("9999-12-31T23:59:59.999999+08:00", 253_402_271_999_999_999),
    ])
    func `reads RFC 3339 exactly`(text: String, microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        ("2021-04-09T06:30:00.5Z", 500_000),
        ("2021-04-09T06:30:00.123456Z", 123_456),
        ("2021-04-09T06:30:00.123456999Z", 123_456),
        ("2021-04-09T06:30:00.000000999Z", 0),
    ])
    func `cuts off what lies below a microsecond`(text: String, beyond: Int64) {
        #expect(Instant(text)?.microseconds == 1_617_949_800_000_000 + beyond)
    }

    @Test(arguments: ["2016-12-31T23:59:60Z", "2017-01-01T07:59:60+08:00", "2016-12-31T18:29:60-05:30"])
    func `takes a leap second as the first of the next minute`(text: String) {
        #expect(Instant(text) == Instant("2017-01-01T00:00:00Z"))
    }

    @Test(arguments: [
        "", "2021-04-09", "2021-04-09T14:30:00", "2021-04-09T14:30:00+0800", "2021-04-09T14:30:00+08",
        "2021-04-09 14:30:00+08:00", "2021-04-09T14:30+08:00", "2021-04-09T24:00:00Z", "2021-04-09T14:60:00Z",
        "2021-04-09T14:30:61Z", "2021-04-09T14:30:60Z", "2021-04-09T23:59:60+00:30", "2021-02-29T00:00:00Z",
        "2021-13-01T00:00:00Z", "2021-00-01T00:00:00Z", "2021-01-00T00:00:00Z", "0000-01-01T00:00:00Z",
        "2021-04-09T14:30:00.Z", "2021-04-09T14:30:00.1234567890Z", "2021-04-09T14:30:00,5Z",
        "2021-04-09T14:30:00Z ", " 2021-04-09T14:30:00Z", "2021-04-09T14:30:00ZZ", "2021-04-09T14:30:00+24:00",
        "2021-04-09T14:30:00+08:60", "2021-04-09T14:30:00.5", "+021-04-09T14:30:00Z", "2021-04-09T14:30:00+08:00x",
        "2021-04-09T1٤:30:00Z", "2021-W14-5T14:30:00Z", "0000-12-30T16:00:00Z",
        // Days that Asia/Shanghai has no name for: what is written of them could not be read again.
        "0000-12-31T15:59:59.999999Z", "0001-01-01T00:00:00+23:59", "9999-12-31T16:00:00Z",
        "9999-12-31T23:59:59-23:59",
    ])
    func `refuses anything else`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `is written in Shanghai's time and in UTC`() throws {
        let instant = try #require(Instant("2021-04-30T16:00:00.250Z"))

        #expect(instant.text(in: .shanghai) == "2021-05-01T00:00:00.25+08:00")
        #expect(instant.text(in: .utc) == "2021-04-30T16:00:00.25Z")
        #expect(instant.description == "2021-05-01T00:00:00.25+08:00")
        #expect(Instant(microseconds: -1).text(in: .utc) == "1969-12-31T23:59:59.999999Z")
    }

    @Test func `belongs to the civil day of Shanghai`() {
        #expect(Instant("2021-04-30T15:59:59.999999Z")?.day == Day("2021-04-30"))
        #expect(Instant("2021-04-30T16:00:00Z")?.day == Day("2021-05-01"))
        #expect(Instant(microseconds: -1).day == Day("1970-01-01"))
        #expect(Instant("1969-12-31T15:59:59Z")?.day == Day("1969-12-31"))
    }

    @Test func `reads back what it wrote`() {
        var random = SeededGenerator(seed: 1)
        let years1To9999: Range<Int64> = -62_135_625_600_000_000..<253_402_272_000_000_000
        let ends = [years1To9999.lowerBound, years1To9999.upperBound - 1]
        for microseconds in ends + (0..<20_000).map({ _ in .random(in: years1To9999, using: &random) }) {
            let instant = Instant(microseconds: microseconds)

            #expect(Instant(instant.text(in: .utc)) == instant)
            #expect(Instant(instant.text(in: .shanghai)) == instant)
        }
    }

    @Test func `never crashes on bytes from outside`() {
        var random = SeededGenerator(seed: 2)
        let sample = Array("2021-04-09T14:30:00.123456+08:00".utf8)
        for _ in 0..<50_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))

            let instant = Instant(bytes.span)

            if let instant { #expect(Instant(instant.text(in: .utc)) == instant) }
        }
    }

    @Test func `has an end in both directions`() {
        #expect(Instant.distantPast < Instant(microseconds: 0))
        #expect(Instant(microseconds: .max).next == Instant(microseconds: .max))
        #expect(Instant.distantPast.adding(seconds: -1) == .distantPast)
        #expect(Instant(microseconds: .max).adding(seconds: .max) == Instant(microseconds: .max))
        #expect(Instant(microseconds: .max).day > Instant.distantPast.day)
        #expect(!Instant.distantPast.description.isEmpty)
    }
}
