/// How a requirement is measured: the kinds of test that a pack may set, each with its parameters.
public enum Criterion: Hashable, Sendable {
    /// Something takes place in every calendar window.
    case cadence(Cadence)
    /// A number stays within a bound on every day.
    case limit(Limit)
}

/// Something takes place in every calendar window.
public struct Cadence: Hashable, Sendable {
    /// What takes place.
    public let kind: ActivityKind
    /// How often.
    public let every: Frequency
    /// What its parts must be, where they matter.
    public let segments: SegmentRule?
    /// From how long before the end of a window on it is due soon.
    public let lead: LeadTime
    /// For how many days after the end of a window offices still record what took place in it.
    public let filingDays: Int

    /// One activity of a kind in every window.
    public init(kind: ActivityKind, every: Frequency, segments: SegmentRule? = nil, lead: LeadTime, filingDays: Int) {
        self.kind = kind
        self.every = every
        self.segments = segments
        self.lead = lead
        self.filingDays = filingDays
    }
}

/// Which parts an activity must have, and how long each.
public struct SegmentRule: Hashable, Sendable {
    /// The parts, in the order in which they are looked at.
    public let parts: [SegmentPart]
    /// How many minutes of each are asked.
    public let minutes: Int
    /// How many minutes less are let pass.
    public let allowanceMinutes: Int

    /// So many minutes of each part, less an allowance.
    public init(parts: [SegmentPart], minutes: Int, allowanceMinutes: Int) {
        self.parts = parts
        self.minutes = minutes
        self.allowanceMinutes = allowanceMinutes
    }

    /// The fewest minutes of a part that count.
    public var minimumMinutes: Int { self.minutes - self.allowanceMinutes }
}

/// A number stays within a bound on every day.
public struct Limit: Hashable, Sendable {
    /// What is counted.
    public let measure: LimitMeasure
    /// The greatest number that is within the bound.
    public let maximum: Int

    /// At most so many of what is counted.
    public init(measure: LimitMeasure, maximum: Int) {
        self.measure = measure
        self.maximum = maximum
    }
}

/// What a limit counts.
public enum LimitMeasure: String, CaseIterable, Sendable {
    /// Formal and probationary members.
    case members
}

/// How long before the end of a window something is due soon.
public enum LeadTime: Hashable, Sendable {
    /// Days.
    case days(Int)
    /// Calendar months.
    case months(Int)

    /// The first day on which what ends before `day` begins is due soon.
    public func beginning(before day: Day) -> Day {
        switch self {
        case .days(let days): day.adding(days: -days)
        case .months(let months): day.adding(months: -months)
        }
    }
}
