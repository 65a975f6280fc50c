internal import Messages

/// What a journal knows of a place, to be compared with what a topic holds of it.
public struct JournalComparison: Hashable, Sendable {
    private let head: Int64
    private let digest: String?

    /// A lane up to its head, and the digest of its entry at the place in hexadecimal digits; nil where there is none.
    public init(head: Int64, digest: String?) {
        self.head = head
        self.digest = digest
    }

    /// Whether a topic's entry at the place shows that the journal has gone back to an earlier day: it does not have
    /// the entry, or has another one there. What lies in an era before the lane's own was accepted as gone.
    public func isBehind(_ tail: TopicTail) -> Bool {
        guard tail.position <= self.head else { return true }
        let isAccepted = LaneResumption.era(of: tail.position) < LaneResumption.era(of: self.head)
        guard tail.position > 0, !isAccepted else { return false }
        return self.digest.map { $0 != tail.digest } ?? false
    }
}
