internal import Domain
internal import ServiceKit

/// A moment as people write it: a day, which means its first instant in Asia/Shanghai, or an instant.
struct Moment: Hashable, ExpressibleByArgument {
    /// The moment.
    let instant: Instant
    /// As it was written.
    let text: String

    static let expectation = "a day such as 2021-05-05 or an instant such as 2021-05-05T08:00:00+08:00"

    init?(argument: String) {
        guard let instant = Day(argument)?.start ?? Instant(argument) else { return nil }
        self.instant = instant
        self.text = argument
    }

    var defaultValueDescription: String { self.text }
}

extension Instant {
    /// A day where it is the first instant of one, else day and minute, else the instant to its last digit.
    var shortText: String {
        if self == self.day.start { return self.day.description }
        let text = self.description
        // `2021-05-05T08:12:00+08:00`: all times are of one zone, and a foot line has no room for seconds.
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }
}
