internal import Crypto
internal import Domain
internal import Messages

/// What becomes of an alert: its next version's number, status and weight.
struct AlertStep: Hashable, Sendable {
    let version: Int64
    let status: Alert.Status
    let severity: AlertSeverity

    /// A step that is known.
    init(version: Int64, status: Alert.Status, severity: AlertSeverity) {
        self.version = version
        self.status = status
        self.severity = severity
    }

    /// What a decision makes of the alert as it was last; none where nothing is to be said.
    ///
    /// An alert that stands and is to stand is a candidate only: whether it says something else shows its content.
    init?(_ decision: AlertDecision, after last: KnownAlert?) {
        let isStanding = last?.isStanding ?? false
        self.version = (last?.version ?? 0) + 1
        switch decision {
        case .raise(let severity):
            self.status = isStanding ? .changed : .raised
            self.severity = severity
        case .resolve:
            guard let last, isStanding else { return nil }
            self.status = .resolved
            self.severity = last.severity
        case .leave: return nil
        }
    }

    /// Whether it calls somebody up: the alert is raised, or weighs otherwise than before.
    func isAlarm(after last: KnownAlert?) -> Bool {
        switch self.status {
        case .raised: true
        case .changed: self.severity != last?.severity
        case .resolved: false
        }
    }
}

/// An alert as it was last.
struct KnownAlert: Hashable, Sendable {
    let version: Int64
    let status: Alert.Status
    let severity: AlertSeverity
    /// What it said last.
    let body: [UInt8]
    /// The digest of what it said: of the body without version, status and as-of.
    let content: Digest16

    /// Whether it is not resolved.
    var isStanding: Bool { self.status != .resolved }
}
