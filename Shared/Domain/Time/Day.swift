/// A civil day in Asia/Shanghai: what people mean by a date, by whole-number arithmetic of the Gregorian calendar.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let daysSince1970: Int32

    /// The day that many days after 1970-01-01; within some 270,000 years of it, which is what an `Instant` reaches.
    public init(daysSince1970: Int32) {
        precondition(daysSince1970.magnitude < 107_000_000, "a day beyond all instants: \(daysSince1970)")
        self.daysSince1970 = daysSince1970
    }

    /// The day of that name; nil where the calendar has none (30 February).
    public init?(year: Int, month: Int, day: Int) {
        self.init(year: year, of: 1...9_999, month: month, day: day)
    }

    private init?(year: Int, of years: ClosedRange<Int>, month: Int, day: Int) {
        guard years.contains(year), (1...12).contains(month), day >= 1,
            day <= lengthOfMonth(year: year, month: month)
        else { return nil }
        self.init(validYear: year, month: month, day: day)
    }

    /// Counts days in years that begin on 1 March, so that the leap day is the last of its year and the lengths of
    /// the months follow one straight line (after Howard Hinnant's `days_from_civil`).
    private init(validYear year: Int, month: Int, day: Int) {
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear.floored(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSince1970: Int32(era * 146_097 + dayOfEra - 719_468))
    }

    /// The earlier of two days comes first.
    public static func < (left: Day, right: Day) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// Year, month (1 to 12) and day of the month (1 to 31): the inverse of the count above.
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(self.daysSince1970) + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The first instant of the day in Asia/Shanghai.
    public var start: Instant {
        let seconds = Int64(self.daysSince1970) * secondsPerDay - Zone.shanghai.offsetSeconds
        let (microseconds, isTooFar) = seconds.multipliedReportingOverflow(by: microsecondsPerSecond)
        guard isTooFar else { return Instant(microseconds: microseconds) }
        return Instant(microseconds: seconds < 0 ? .min : .max)
    }

    /// The day after.
    public var next: Day { self.adding(days: 1) }

    /// The day before.
    public var previous: Day { self.adding(days: -1) }

    /// The day so many days later, or earlier where the number is negative.
    public func adding(days: Int) -> Day {
        Day(daysSince1970: self.daysSince1970 + Int32(days))
    }

    /// The same day so many calendar months later, or earlier; where that month has no such day, its last.
    public func adding(months: Int) -> Day {
        let (year, month, day) = self.civil
        let monthOfEra = year * 12 + month - 1 + months
        let newYear = monthOfEra.floored(by: 12)
        let newMonth = monthOfEra - newYear * 12 + 1
        return Day(
            validYear: newYear, month: newMonth, day: min(day, lengthOfMonth(year: newYear, month: newMonth)))
    }

    /// The same day so many years later, or earlier; 29 February becomes 28 where the year has none.
    public func adding(years: Int) -> Day {
        self.adding(months: 12 * years)
    }
}

extension Day: CustomStringConvertible {
    /// Reads a day written `2021-03-01`, strictly: ten characters, and a day that the calendar has.
    public init?(_ text: Span<UInt8>) { self.init(text, years: 1...9_999) }

    /// The same for other years: on clocks behind those of Asia/Shanghai the first day begins in the year 0.
    init?(_ text: Span<UInt8>, years: ClosedRange<Int>) {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = text.digits(at: 0, count: 4), let month = text.digits(at: 5, count: 2),
            let day = text.digits(at: 8, count: 2)
        else { return nil }
        self.init(year: year, of: years, month: month, day: day)
    }

    /// Reads a day written `2021-03-01`; nil where the text is anything else.
    public init?(_ text: some StringProtocol) {
        self.init(Array(text.utf8).span)
    }

    /// The day as `2021-03-01`.
    public var description: String {
        var text: [UInt8] = []
        text.append(addingCapacity: 16) { self.append(to: &$0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Adds it as `2021-03-01` in UTF-8.
    func append(to text: inout OutputSpan<UInt8>) {
        let (year, month, day) = self.civil
        if (0...9_999).contains(year) {
            text.append(twoDigits: year / 100)
            text.append(twoDigits: year % 100)
        } else {
            text.append(digits: year, width: 4)
        }
        text.append(UInt8(ascii: "-"))
        text.append(twoDigits: month)
        text.append(UInt8(ascii: "-"))
        text.append(twoDigits: day)
    }
}

private func lengthOfMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}
