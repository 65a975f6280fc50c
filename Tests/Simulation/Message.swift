import Crypto

/// What a record says: of all that the services say only what their machines turn on.
enum Message: Hashable {
    /// A command to the registry: there is such a unit.
    case register(command: Int, unit: Int)
    /// A system says that something took place at a unit in a window of time.
    case held(Event)
    /// The registry has decided so, because of a command.
    case registered(unit: Int, command: Int)
    /// Activity has accepted the event.
    case accepted(event: Int, unit: Int)
    /// Activity has refused the event.
    case refused(event: Int)
    /// Supervision has something to say about a unit and a window.
    case alert(AlertName, version: Int64, isStanding: Bool)
    /// Notification has tried to deliver a version of an alert.
    case attempted(AlertName, version: Int64, number: Int, isDelivered: Bool)

    /// What happened, as its source tells it.
    struct Event: Hashable {
        let id: Int
        let unit: Int
        let window: Int
        /// What else it says; the same id with another content is a conflict.
        let content: Int
        /// Whether the database takes no such value.
        let isPoison: Bool
    }

    /// What makes it the same for ever.
    var identity: Digest16 {
        switch self {
        case .register(let command, _): Digest16(high: 1, low: UInt64(command))
        case .held(let event): Digest16(high: 2, low: UInt64(event.id))
        default: self.fingerprint
        }
    }

    /// What all of it comes to.
    var fingerprint: Digest16 {
        switch self {
        case .register(let command, let unit): Self.digest(1, command, unit)
        case .held(let event):
            Self.digest(2, event.id, event.unit * 8 + event.window, event.content * 2 + (event.isPoison ? 1 : 0))
        case .registered(let unit, let command): Self.digest(3, unit, command)
        case .accepted(let event, let unit): Self.digest(4, event, unit)
        case .refused(let event): Self.digest(5, event)
        case .alert(let name, let version, let isStanding):
            Self.digest(6, name.number, Int(version), isStanding ? 1 : 0)
        case .attempted(let name, let version, let number, let isDelivered):
            Self.digest(7, name.number, Int(version), number * 2 + (isDelivered ? 1 : 0))
        }
    }

    /// What a journal's chain covers of it.
    var digest: Digest { SHA256.digest(of: self.fingerprint.bytes) }

    private static func digest(_ kind: UInt64, _ first: Int, _ second: Int = 0, _ third: Int = 0) -> Digest16 {
        Digest16(high: kind << 48 | UInt64(first), low: UInt64(second) << 32 | UInt64(third))
    }
}
