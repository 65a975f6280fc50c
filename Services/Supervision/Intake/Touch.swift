internal import Domain
internal import Messages

/// What a record has bearing on.
enum Touch: Hashable, Sendable {
    /// On no unit's verdicts.
    case nothing
    /// On one unit's.
    case unit(UnitCode)
    /// On those of the unit that a refused record names: the owner's row says which.
    case letter
    /// On those of many units.
    case units(FanOut.Reach)
    /// On a source's standing, and on the verdicts of units that it reports for.
    case source(SourceName, FanOut.Reach)
    /// None yet: it is a command.
    case command
    /// None: it is no record that this topic should hold.
    case unreadable(Fault)
}
