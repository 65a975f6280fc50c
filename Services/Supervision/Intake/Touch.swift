internal import Domain
internal import Messages

/// What a record has bearing on.
enum Touch: Hashable, Sendable {
    /// On no unit's verdicts.
    case nothing
    /// On one unit's, and maybe on all of them.
    case unit(UnitCode)
    /// On those of a unit's that something of a kind which took place at an instant bears on.
    case held(UnitCode, ActivityKind, Instant)
    /// On those of the unit, the kind and the instant that a refused record names: the owner's row says which.
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
