/// Where reading a partition starts.
public enum StartingPoint: Hashable, Sendable {
    /// At the oldest record there is.
    case beginning
    /// At this offset.
    case offset(Int64)
}
