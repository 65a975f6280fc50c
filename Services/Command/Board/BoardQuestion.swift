internal import Domain

/// What is asked of the board.
struct BoardQuestion {
    /// Which units have rows.
    enum Scope {
        /// Those that exist on the as-of day.
        case existing
        /// Those that have ended by then, too.
        case all
    }

    /// What is judged by.
    let pack: Pack
    /// The requirements that have columns, in the pack's order.
    let requirements: [Requirement]
    /// What was so by this instant.
    let asOf: Instant
    /// As far as it was known at this one.
    let knownAt: Instant
    /// Only this unit and what stood below it on the as-of day; everything where nil.
    let top: UnitCode?
    /// Which units have rows.
    let scope: Scope
}
