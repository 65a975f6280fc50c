/// How many must have come for a meeting to count: at least a share of those who make it up.
public struct Quorum: Hashable, Sendable {
    /// Whose share is asked.
    public let of: QuorumBase
    /// The share, which is included.
    public let share: Share

    /// At least a share.
    public init(of base: QuorumBase, share: Share) {
        self.of = base
        self.share = share
    }

    /// Whether so many are enough.
    func isReached(by present: Int, of all: Int) -> Bool {
        present * self.share.denominator >= all * self.share.numerator
    }
}

/// Those who make up a meeting.
public enum QuorumBase: String, CaseIterable, Sendable {
    /// Those entitled and expected, as the record counts them.
    case due
    /// The members of the committee in office on the day of the meeting, as the register counts them.
    case committee
}

/// A part of a whole, exact.
public struct Share: Hashable, Sendable {
    /// How many parts.
    public let numerator: Int
    /// Of how many in all.
    public let denominator: Int

    /// So many parts of so many: none to all of them, of one at least.
    public init(_ numerator: Int, of denominator: Int) {
        precondition(denominator > 0 && (0...denominator).contains(numerator), "no share: \(numerator)/\(denominator)")
        self.numerator = numerator
        self.denominator = denominator
    }
}

extension Share: CustomStringConvertible {
    /// The share as `1/2`.
    public var description: String { "\(self.numerator)/\(self.denominator)" }
}
