public import Domain
internal import JSON

/// A notice to supervisors that something is due, was not kept, or is mended; or that a source has fallen silent.
///
/// Versions of one alert only grow; whoever receives it keeps the highest.
public struct Alert: Hashable, Sendable {
    /// The alert's `type`.
    public static let type = "guoying.supervision.alert.v1"

    /// What has become of it.
    public enum Status: String, CaseIterable, Sendable {
        /// It is new.
        case raised
        /// It stands, and says something else than before.
        case changed
        /// It no longer stands.
        case resolved
    }

    /// What it is about.
    public enum Subject: Hashable, Sendable {
        /// A duty of a unit, with everything its verdict rests on.
        case duty(Explanation)
        /// A source that is behind.
        case source(SourceNotice)
    }

    /// The alert, the same for all its versions.
    public var id: String
    /// Its version, from 1.
    public var version: Int64
    /// What has become of it.
    public var status: Status
    /// How it weighs.
    public var severity: AlertSeverity
    /// What it is about.
    public var subject: Subject

    /// A version of an alert.
    public init(id: String, version: Int64, status: Status, severity: AlertSeverity, subject: Subject) {
        self.id = id
        self.version = version
        self.status = status
        self.severity = severity
        self.subject = subject
    }

    /// The alert's data as JSON, measured by that pack.
    public func data(measuredBy pack: Pack) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("alert", self.id)
            writer.key("version")
            writer.integer(self.version)
            writer.member("status", self.status.rawValue)
            writer.member("severity", self.severity.rawValue)
            switch self.subject {
            case .duty(let explanation): explanation.writeMembers(measuredBy: pack, into: &writer)
            case .source(let notice): notice.writeMembers(measuredBy: pack, into: &writer)
            }
        }
        return writer.bytes
    }
}
