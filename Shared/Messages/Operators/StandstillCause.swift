/// What was found where something stands still until an operator has looked at it.
public enum StandstillCause: String, Hashable, Sendable, CaseIterable {
    /// The client got no record out of the bytes at an offset.
    case unreadable
    /// The topic is another one than the one that was read: the last record that was applied differs.
    case replaced
    /// The topic ends before the position: it was cut off, or made anew.
    case cutOff = "cut-off"
    /// Records were deleted before they were read.
    case lost
    /// The journal is behind what lies on its topics: the database has gone back to an earlier day.
    case goneBack = "gone-back"
}
