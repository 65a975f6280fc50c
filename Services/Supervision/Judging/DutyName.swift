internal import Domain

/// What tells the duties of one unit apart: the requirement, and the first day of the window.
struct DutyName: Hashable, Comparable, Sendable {
    let requirement: RequirementID
    /// None for a limit, which has no windows.
    let from: Day?

    static func < (left: Self, right: Self) -> Bool {
        (left.requirement, left.from?.daysSince1970 ?? .min) < (right.requirement, right.from?.daysSince1970 ?? .min)
    }
}
