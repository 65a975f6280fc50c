import Domain
import Testing

@Suite struct `A day` {
    @Test(arguments: [
        "2021-3-1", "2021/03/01", "2021-02-29", "1900-02-29", "2021-04-31", "2021-00-10", "2021-13-10", "2021-01-00",
        "0000-01-01", "2021-03-01 ", "", "２０２１-03-01", "-021-03-01", "2021-03-0a",
    ])
    func `that the calendar does not have, or that is written otherwise, is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: ["2000-02-29", "2020-02-29", "2021-12-31", "0001-01-01", "9999-12-31", "1970-01-01"])
    func `reads back what it wrote`(text: String) {
        #expect(Day(text)?.description == text)
    }

    @Test func `is the same from a whole text, a part of one, or its bytes`() {
        let day = Day(year: 2021, month: 3, day: 1)

        for number in 0..<100 {
            let text = "on 2021-03-01, number \(number)".dropFirst(3).prefix(10)

            #expect(read(String(text)) == day)
            #expect(Day(text) == day)
            #expect(Day(Array(text.utf8).span) == day)
        }
    }

    @Test func `follows the calendar through four centuries`() throws {
        var expected = (year: 1, month: 1, day: 1)
        var current = try #require(Day(year: 1, month: 1, day: 1))
        while expected.year <= 401 {
            #expect(current.civil == expected)
            #expect(Day(year: expected.year, month: expected.month, day: expected.day) == current)
            let isLeap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            expected.day += 1
            if expected.day > lengths[expected.month - 1] {
                expected = (expected.year, expected.month + 1, 1)
            }
            if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
            current = current.next
        }
    }

    @Test func `begins at midnight in Shanghai`() {
        #expect(Day("2021-05-01")?.start == Instant("2021-04-30T16:00:00Z"))
        #expect(Day("2021-05-01")?.start.day == Day("2021-05-01"))
    }

    @Test(arguments: [
        ("2021-01-31", 1, "2021-02-28"), ("2020-01-31", 1, "2020-02-29"), ("2021-03-31", -1, "2021-02-28"),
        ("2021-12-15", 1, "2022-01-15"), ("2021-01-15", -1, "2020-12-15"), ("2021-08-31", -6, "2021-02-28"),
        ("2021-05-31", 13, "2022-06-30"), ("2021-05-31", 0, "2021-05-31"),
    ])
    func `of a month that lacks it becomes that month's last`(from: String, months: Int, to: String) {
        #expect(Day(from)?.adding(months: months) == Day(to))
    }

    @Test func `29 February becomes 28 where a year has none`() {
        #expect(Day("2020-02-29")?.adding(years: 3) == Day("2023-02-28"))
        #expect(Day("2020-02-29")?.adding(years: 4) == Day("2024-02-29"))
        #expect(Day("2020-02-29")?.adding(years: -20) == Day("2000-02-29"))
        #expect(Day("2020-02-29")?.adding(years: 80) == Day("2100-02-28"))
    }

    @Test(arguments: [
        (Frequency.month, "2021-02-14", "2021-02-01", "2021-02-28"),
        (.month, "2020-02-29", "2020-02-01", "2020-02-29"),
        (.month, "2021-12-31", "2021-12-01", "2021-12-31"),
        (.quarter, "2021-03-31", "2021-01-01", "2021-03-31"),
        (.quarter, "2021-04-01", "2021-04-01", "2021-06-30"),
        (.half, "2021-07-01", "2021-07-01", "2021-12-31"),
        (.half, "2021-06-30", "2021-01-01", "2021-06-30"),
        (.year, "2021-08-08", "2021-01-01", "2021-12-31"),
    ])
    func `lies in one calendar window`(frequency: Frequency, day: String, from: String, through: String) throws {
        let window = frequency.window(containing: try #require(Day(day)))

        #expect(window.from == Day(from))
        #expect(window.through == Day(through))
        #expect(frequency.window(after: window).from == window.through.next)
    }

    @Test(arguments: [
        ("P1D", 0, 1, 0), ("P1W", 0, 7, 0), ("P1M", 1, 0, 0), ("P1Y6M", 18, 0, 0), ("PT1H", 0, 0, 3_600),
        ("P2DT12H30M5S", 0, 2, 45_005), ("P1M2W3D", 1, 17, 0),
    ])
    func `and a duration add up in the units of ISO 8601`(text: String, months: Int, days: Int, seconds: Int) throws {
        let interval = try #require(CalendarInterval(text))

        #expect((interval.months, interval.days, interval.seconds) == (months, days, seconds))
    }

    @Test(arguments: [
        "", "P", "PT", "P1", "1D", "P0D", "P1DT", "P-1D", "P1.5D", "P1D1M", "PT1M1H", "P1H", "PT1D", "P100000D", "p1d",
        "P1D ", "P1TD", "PT1HT1M", "P١D",
    ])
    func `and a duration written otherwise is refused`(text: String) {
        #expect(CalendarInterval(text) == nil)
    }

    @Test(arguments: ["P1D", "P14D", "P1M", "P1Y6M", "PT6H", "P1DT6H", "PT1H30M5S"])
    func `and a duration are read back as they were written`(text: String) {
        #expect(CalendarInterval(text)?.description == text)
    }

    @Test func `and a duration are written the shortest way`() {
        #expect(CalendarInterval("P2W")?.description == "P14D")
        #expect(CalendarInterval("P12M")?.description == "P1Y")
        #expect(CalendarInterval("PT90M")?.description == "PT1H30M")
    }
}

/// Reads a day last of all, so that an optimised build may give this function's stack away before the bytes are read.
@inline(never) private func read(_ text: String) -> Day? { Day(text) }
