/// The register holds a rehearsal that is no sensible time.
public struct ClockError: Error, CustomStringConvertible {
    /// What to do.
    public let description = "registry.clock_v1 holds no instant between the years 1 and 9999; set the clock again"
}
