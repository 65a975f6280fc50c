internal import Domain
internal import Facts
internal import JSON
internal import Messages
internal import Postgres

/// An alert as it was sent last.
struct StoredAlert {
    /// The alert, the same for all its versions.
    let id: String
    /// The unit that it is about; of a source that is behind, one for which it reports.
    let unit: UnitCode
    /// What has become of it.
    let status: Alert.Status
    /// How it weighs.
    let severity: AlertSeverity
    /// Its newest version's number.
    let version: Int
    /// Since when it has stood, or had stood until it was resolved.
    let raised: Instant
    /// When its newest version was made.
    let changed: Instant
    /// What was sent.
    let body: [UInt8]

    /// Whether it is not resolved.
    var isStanding: Bool { self.status != .resolved }

    /// A row of `alert_v1`.
    ///
    /// - Throws: ``CommandFailure`` where it holds a word that this program does not know.
    init(_ row: Row) throws {
        let status = try row.decode("status", as: String.self)
        let severity = try row.decode("severity", as: String.self)
        guard let knownStatus = Alert.Status(rawValue: status), let knownSeverity = AlertSeverity(rawValue: severity)
        else {
            throw CommandFailure(
                "an alert has the status '\(status)' and the severity '\(severity)', which this program does not "
                    + "know; use the 'guoying' that came with the services")
        }
        self.id = try row.decode("id")
        self.unit = try row.decode("unit")
        self.status = knownStatus
        self.severity = knownSeverity
        self.version = Int(try row.decode("version", as: Int32.self))
        self.raised = try row.decode("raised")
        self.changed = try row.decode("changed")
        self.body = try row.decode("body", as: JSONText.self).bytes
    }

    /// The alerts as an array, each as it was sent.
    static func json(_ alerts: [StoredAlert]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { writer in
            for alert in alerts { writer.raw(alert.body.span) }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
