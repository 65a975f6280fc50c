public import Domain

/// Which items are taken out of the due queue.
public struct DueTaking: Hashable, Sendable {
    /// Up to when items of a clock are due.
    public enum Bound: Hashable, Sendable {
        /// None are.
        case never
        /// Up to this instant.
        case instant(Instant)
        /// Up to now, by the clock of the database.
        case databaseNow
    }

    /// Of the business clock.
    public let business: Bound
    /// Of the machine's.
    public let machine: Bound
    /// How many at most.
    public let limit: Int
}
