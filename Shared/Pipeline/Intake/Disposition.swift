/// What became of a record. Intake is always the sum of the four.
public enum Disposition: Sendable, CaseIterable {
    /// It was written.
    case applied
    /// It was there before.
    case duplicate
    /// It went to dead letters.
    case refused
    /// It waits for what it refers to.
    case parked
}
