public import Domain

extension Instant {
    /// A moment as people write it and spreadsheets save it: by the clocks of Shanghai where it has no offset; nil
    /// where the text is none, or only a day.
    public init?(cell text: String) {
        if let instant = Instant(text) {
            self = instant
        } else if let date = CellDate(text), date.seconds != nil {
            self = date.instant
        } else {
            return nil
        }
    }
}

extension Day {
    /// A day as people write it and spreadsheets save it; nil where the text is none.
    public init?(cell text: String) {
        guard let date = CellDate(text), date.seconds == nil else { return nil }
        self = date.day
    }
}

/// A day or a moment as people write it and spreadsheets save it: `2021-03-01`, `2021/3/1`, `2021年3月1日`, each perhaps
/// with a time of day behind it (`2021/3/1 14:30`), or the number by which Excel keeps a day (`44256`).
struct CellDate {
    /// The day.
    let day: Day
    /// The time of day, in seconds after midnight; nil where none is written.
    let seconds: Int?

    /// The day that Excel counts from: its own 1900-01-00, put right for the leap day of 1900 that it believes in.
    private static let excelStart = Day(year: 1899, month: 12, day: 30)

    /// Reads a cell's text; nil where it is neither a day nor a moment.
    init?(_ text: String) {
        // Five digits: from 1927 to 2173. Fewer are a year or a mistake, more are a day without its hyphens.
        if text.utf8.count == 5, isDigits(text[...]), let number = Int(text) {
            guard let day = Self.excelStart?.adding(days: number) else { return nil }
            (self.day, self.seconds) = (day, nil)
            return
        }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let first = parts.first, let day = Self.day(first) else { return nil }
        self.day = day
        guard parts.count == 2 else {
            self.seconds = nil
            return
        }
        guard let seconds = Self.seconds(parts[1]) else { return nil }
        self.seconds = seconds
    }

    /// The moment on the clocks of Shanghai.
    var instant: Instant { self.day.start.adding(seconds: Int64(self.seconds ?? 0)) }

    private static func day(_ text: Substring) -> Day? {
        var parts: [Substring] = []
        if text.last == "日" {
            parts = text.dropLast().split(separator: "年", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            parts = [parts[0]] + parts[1].split(separator: "月", omittingEmptySubsequences: false)
        } else {
            let separator: Character = text.contains("/") ? "/" : "-"
            parts = text.split(separator: separator, omittingEmptySubsequences: false)
        }
        guard parts.count == 3, parts[0].utf8.count == 4, let year = self.number(parts[0], digits: 4),
            let month = self.number(parts[1], digits: 2), let day = self.number(parts[2], digits: 2)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// `14:30` or `14:30:05`.
    private static func seconds(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { self.number($0, digits: 2) }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1],
            let second = parts.count == 3 ? parts[2] : 0, hour < 24, minute < 60, second < 60
        else { return nil }
        return (hour * 60 + minute) * 60 + second
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        isDigits(text) && text.utf8.count <= digits ? Int(text) : nil
    }
}
