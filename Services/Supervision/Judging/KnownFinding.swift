internal import Domain

/// A finding that is remembered.
struct KnownFinding: Hashable, Sendable {
    /// The duty's window; none for a limit.
    let window: Period?
    let finding: Finding
    /// When it was found.
    let since: Instant
}
