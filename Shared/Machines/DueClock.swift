/// Which clock says that an item is due.
public enum DueClock: String, Sendable {
    /// The business clock, which a rehearsal moves: windows, `nextChange`, the limits of parking.
    case business
    /// The machine's: deliveries, back-off.
    case machine
}
