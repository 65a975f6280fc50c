/// Why a transaction did not end as it was meant to.
public enum WriteFailure: Error, Hashable {
    /// The answer to COMMIT was lost.
    case unanswered
    /// Somebody else has claimed something that is claimed once.
    case taken
    /// The database takes no such value.
    case value
    /// Anything else.
    case other
}
