/// The clock by which promises are kept: the machine's, or a rehearsal's.
///
/// Acceptance, windows and what lies in the future go by it; signatures, tokens, deliveries, back-off and leases go by
/// the machine's.
public protocol BusinessClock: Sendable {
    /// Now, in microseconds since 1970-01-01T00:00:00Z.
    func now() -> Int64
}
