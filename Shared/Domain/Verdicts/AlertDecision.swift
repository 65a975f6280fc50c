/// What a verdict does to the alert of its duty.
public enum AlertDecision: Hashable, Sendable {
    /// The alert stands, with this severity.
    case raise(AlertSeverity)
    /// The alert, where there is one, no longer stands.
    case resolve
    /// The alert stays as it is.
    case leave

    /// Decides by the verdict of a duty: what is due soon reminds, what is not met weighs as its requirement says, what
    /// is unknown changes nothing.
    ///
    /// - Parameters:
    ///   - window: The duty's window; none for a limit.
    ///   - goLive: The day on which alerts began: a window that closed before raises none.
    public init(verdict: Verdict, severity: Severity, window: Period?, goLive: Day) {
        let isHistory = window.map { $0.through < goLive } ?? false
        switch verdict {
        case .dueSoon: self = isHistory ? .leave : .raise(.reminder)
        case .notMet: self = isHistory ? .leave : .raise(AlertSeverity(severity))
        case .met, .waived, .notApplicable, .open: self = .resolve
        case .unknown: self = .leave
        }
    }
}

/// How an alert weighs.
public enum AlertSeverity: String, CaseIterable, Sendable {
    /// Something that must be was not.
    case breach
    /// Something that generally is was not.
    case warning
    /// Something is due soon.
    case reminder
    /// A source is behind.
    case notice

    init(_ severity: Severity) {
        switch severity {
        case .breach: self = .breach
        case .warning: self = .warning
        }
    }
}
