internal import Domain

/// A duty of which something else was found than before.
struct FindingChange: Hashable, Sendable {
    let unit: UnitCode
    let duty: DutyName
    /// The duty's window; none for a limit.
    let window: Period?
    /// What was found before; none where the duty is new.
    let before: Finding?
    let after: Finding
}
