/// What became of a write.
public enum WriteOutcome: Hashable, Sendable {
    /// The transaction took effect.
    case committed([Advance])
    /// A row held another epoch or position: the partitions of these steps belong to somebody else now.
    case fenced([Advance])
    /// The answer to COMMIT was lost: it took effect or it did not.
    case unknown([Advance])
    /// Another writer claimed the same identity at the same moment: the same write, done again, will see it.
    case raced
    /// The database refused a value of some record (SQLSTATE classes 22 and 23).
    case refused
    /// Anything else: nothing was written, and the records are not to blame.
    case failed
}
