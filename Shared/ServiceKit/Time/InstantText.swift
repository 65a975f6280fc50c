/// Instants as they are written in logs.
enum InstantText {
    /// An instant in RFC 3339, in UTC, to the millisecond: `2021-05-05T02:22:49.123Z`.
    static func text(_ microsecondsSince1970: Int64) -> String {
        let milliseconds = microsecondsSince1970.flooredDivision(by: 1_000)
        let secondsOfDay = milliseconds.modulo(86_400_000) / 1_000
        let (year, month, day) = Self.date(milliseconds.flooredDivision(by: 86_400_000))
        let date = "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))"
        let hour = Self.digits(secondsOfDay / 3_600, 2)
        let minute = Self.digits(secondsOfDay / 60 % 60, 2)
        let second = Self.digits(secondsOfDay % 60, 2)
        return "\(date)T\(hour):\(minute):\(second).\(Self.digits(milliseconds.modulo(1_000), 3))Z"
    }

    /// Year, month and day, counted from 1 March so that the leap day comes last.
    private static func date(_ daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let days = daysSince1970 + 719_468
        let era = days.flooredDivision(by: 146_097)
        let dayOfEra = days.modulo(146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        (self - self.modulo(divisor)) / divisor
    }

    fileprivate func modulo(_ divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
