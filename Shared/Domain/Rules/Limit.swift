/// A number stays within its bounds on every day.
public struct Limit: Hashable, Sendable {
    /// What is counted.
    public let measure: LimitMeasure
    /// The smallest number that is within the bounds; none where there is no lower bound.
    public let minimum: Int?
    /// The greatest number that is usual: above it an explanation says so, and it is still within the bounds.
    public let usualMaximum: Int?
    /// The greatest number that is within the bounds.
    public let maximum: Int
    /// How it weighs where what is counted is not there at all, where that weighs otherwise.
    public let absence: Severity?

    /// A number within its bounds.
    public init(
        measure: LimitMeasure, minimum: Int? = nil, usualMaximum: Int? = nil, maximum: Int, absence: Severity? = nil
    ) {
        self.measure = measure
        self.minimum = minimum
        self.usualMaximum = usualMaximum
        self.maximum = maximum
        self.absence = absence
    }

    /// Whether a number is within the bounds.
    func allows(_ value: Int) -> Bool {
        value <= self.maximum && self.minimum.map { $0 <= value } ?? true
    }
}

/// What a limit counts.
public enum LimitMeasure: String, CaseIterable, Sendable {
    /// Formal and probationary members.
    case members
    /// Those who sit on the committee in office.
    case committee
}
