/// A point in time, exact to the microsecond: what PostgreSQL keeps and what a source can be trusted to mean.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let microseconds: Int64

    /// The instant that many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Before every other instant: what has always been known is known from here on.
    public static let distantPast = Instant(microseconds: .min)

    /// The earlier of two instants comes first.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The civil day in Asia/Shanghai that this instant lies in.
    public var day: Day {
        Day(daysSince1970: Int32(self.shifted(to: .shanghai).seconds.floored(by: secondsPerDay)))
    }

    /// The instant right after this one; the last instant of all has none and stays.
    public var next: Instant {
        self.microseconds == .max ? self : Instant(microseconds: self.microseconds + 1)
    }

    /// The instant so many seconds later, or earlier where the number is negative; at the ends of time, the end.
    public func adding(seconds: Int64) -> Instant {
        let (span, isTooLong) = seconds.multipliedReportingOverflow(by: microsecondsPerSecond)
        let (sum, isTooFar) = self.microseconds.addingReportingOverflow(span)
        guard isTooLong || isTooFar else { return Instant(microseconds: sum) }
        return Instant(microseconds: seconds < 0 ? .min : .max)
    }

    /// Whether it lies more than a day after another: a record that is accepted so long after it is said to have been
    /// recorded may claim an early time.
    public func isMoreThanADay(after other: Instant) -> Bool {
        self > other.adding(seconds: secondsPerDay)
    }

    /// Whole seconds since 1970 on the clocks of a zone, and the microseconds beyond them. Seconds first, because
    /// adding an offset to the microseconds could overflow.
    func shifted(to zone: Zone) -> (seconds: Int64, microseconds: Int64) {
        let seconds = self.microseconds.floored(by: microsecondsPerSecond)
        return (seconds + zone.offsetSeconds, self.microseconds &- seconds &* microsecondsPerSecond)
    }
}

let microsecondsPerSecond: Int64 = 1_000_000
let secondsPerDay: Int64 = 86_400

/// A clock that an instant is written by.
///
/// Asia/Shanghai is a fixed offset: there has been no summer time since 1991.
public enum Zone: Sendable {
    /// Asia/Shanghai, `+08:00`.
    case shanghai
    /// Coordinated universal time, `Z`.
    case utc

    var offsetSeconds: Int64 {
        switch self {
        case .shanghai: 8 * 3_600
        case .utc: 0
        }
    }

    var suffix: String {
        switch self {
        case .shanghai: "+08:00"
        case .utc: "Z"
        }
    }
}

extension BinaryInteger {
    /// Division that rounds down, also below zero: the day before 1970 is day −1.
    func floored(by divisor: Self) -> Self {
        let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
