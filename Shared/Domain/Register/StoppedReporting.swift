/// A unit of which a source reports something no more as it used to, measured by the unit's own rhythm alone.
public struct StoppedReporting: Hashable, Sendable {
    /// The unit.
    public let unit: UnitCode
    /// What used to take place.
    public let kind: ActivityKind
    /// When such a thing last began.
    public let newest: Instant
    /// How long the pause between two of them usually is, in seconds: half of the pauses are no longer.
    public let usualSeconds: Int64

    /// How long it is told that a unit is reported no more: by then whoever is to know does, and it may have ended.
    private static let toldSeconds: Int64 = 400 * 86_400

    /// The unit's rhythm, as of an instant; nil where the pause since is still one that it has, or is older news.
    ///
    /// - Parameters:
    ///   - usualSeconds: The median of the pauses.
    ///   - longestSeconds: The longest of them.
    public init?(
        unit: UnitCode, kind: ActivityKind, newest: Instant, usualSeconds: Int64, longestSeconds: Int64, asOf: Instant
    ) {
        let pause = (asOf.microseconds - newest.microseconds) / 1_000_000
        guard pause > 2 * usualSeconds, pause > longestSeconds, pause < Self.toldSeconds else { return nil }
        self.unit = unit
        self.kind = kind
        self.newest = newest
        self.usualSeconds = usualSeconds
    }
}
