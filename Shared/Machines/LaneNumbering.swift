public import Crypto

/// Numbers the entries of one transaction, the last thing before its COMMIT.
///
/// The heads of the lanes are locked in ascending order and stay locked until COMMIT, so that the order of positions is
/// the order of commits.
public struct LaneNumbering: Sendable {
    /// What is asked before anything is numbered.
    public enum Step: Hashable, Sendable {
        /// Lock the heads of these lanes, in their order.
        case lock([Int])
        /// Look at them, in a statement of its own: it sees what was committed while the locks were waited for.
        case read([Int])
    }

    /// The lanes' heads as they are, with what has been numbered so far.
    public private(set) var heads: [Int: LaneHead]

    /// What is asked, in this order; the heads that were read begin the numbering.
    public static func steps(for lanes: Set<Int>) -> [Step] {
        let ascending = lanes.sorted()
        return [.lock(ascending), .read(ascending)]
    }

    /// Goes on from the heads that were read.
    public init(heads: [Int: LaneHead]) { self.heads = heads }

    /// Gives an entry the next position of its lane.
    public func next(in lane: Int) -> Int64 {
        guard let head = self.heads[lane] else { preconditionFailure("lane \(lane) is not locked") }
        return head.position + 1
    }

    /// Extends the lane's chain over the digest of the entry at its next position.
    public mutating func extend(_ lane: Int, over digest: Digest, with hasher: inout SHA256) {
        let position = self.next(in: lane)
        self.heads[lane]?.advance(to: position, over: digest, with: &hasher)
    }
}
