internal import Domain

/// Which alerts are asked for; what is nil does not matter.
struct AlertFilter {
    /// Which of them by what has become of them.
    enum Scope {
        /// Those that stand.
        case standing
        /// Those that were resolved, too.
        case all
    }

    /// Only this unit and what has ever stood below it.
    let top: UnitCode?
    /// Only those that weigh so.
    let severity: AlertSeverity?
    /// Which of them by what has become of them.
    let scope: Scope
}
