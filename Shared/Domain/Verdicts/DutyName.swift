/// What tells the duties of one unit apart: the requirement, and the first day of the window.
public struct DutyName: Hashable, Comparable, Sendable {
    /// The requirement.
    public let requirement: RequirementID
    /// The first day of the window; none for a limit, which has no windows.
    public let from: Day?

    /// The duty of a requirement in the window that begins on a day.
    public init(requirement: RequirementID, from: Day?) {
        self.requirement = requirement
        self.from = from
    }

    /// By requirement, then by window, the earliest first.
    public static func < (left: Self, right: Self) -> Bool {
        (left.requirement, left.from?.daysSince1970 ?? .min) < (right.requirement, right.from?.daysSince1970 ?? .min)
    }
}
