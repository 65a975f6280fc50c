internal import Crypto
internal import Domain

/// What an alert is about.
enum AlertSubject: Hashable, Sendable {
    /// A duty of a unit.
    case duty(DutyName)
    /// A source that is behind, for whatever units.
    case source(SourceName)

    /// The alert's name: `al-` and 16 hexadecimal digits of a SHA-256, for a duty over unit, requirement and first day
    /// of the window, for a source over its name.
    func alertID(at unit: UnitCode) -> String {
        let parts =
            switch self {
            case .duty(let duty): [unit.rawValue, duty.requirement.rawValue, duty.from?.description ?? ""]
            case .source(let source): [source.rawValue]
            }
        // No part holds a zero byte, so no two subjects share a text.
        return "al-" + SHA256.digest(of: parts.joined(separator: "\0")).hex.prefix(16)
    }
}
