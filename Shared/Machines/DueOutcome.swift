public import Domain

/// What became of an item.
public enum DueOutcome: Sendable {
    /// It is done, and leaves the queue unless the same transaction scheduled it again.
    case done
    /// It is to be looked at again at this instant of its own clock.
    case again(Instant)
}
