/// The days from one to another, both inclusive: how people write a window, a membership or a term of office.
public struct Period: Hashable, Sendable {
    /// The first day.
    public let from: Day
    /// The last day.
    public let through: Day

    /// The days from one to another; the last must not lie before the first.
    public init(from: Day, through: Day) {
        precondition(from <= through, "a period that ends before it begins: \(from) to \(through)")
        self.from = from
        self.through = through
    }

    /// The first instant of the period.
    public var start: Instant { self.from.start }

    /// The first instant after the period.
    public var end: Instant { self.through.next.start }

    /// Whether an instant lies in the period.
    public func contains(_ instant: Instant) -> Bool {
        self.start <= instant && instant < self.end
    }

    /// Whether a day lies in the period.
    public func contains(_ day: Day) -> Bool {
        self.from <= day && day <= self.through
    }

    /// Whether all days of another period lie in the period.
    public func contains(_ other: Period) -> Bool {
        self.from <= other.from && other.through <= self.through
    }

    /// The days from the first of both periods to the last of both.
    public func joined(with other: Period) -> Period {
        Period(from: min(self.from, other.from), through: max(self.through, other.through))
    }

    /// Whether a day lies in both periods.
    func meets(_ other: Period) -> Bool {
        self.from <= other.through && other.from <= self.through
    }
}

extension Period: CustomStringConvertible {
    /// The period as `2021-04-01 to 2021-04-30`.
    public var description: String { "\(self.from) to \(self.through)" }
}
