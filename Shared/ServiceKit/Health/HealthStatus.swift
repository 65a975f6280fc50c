/// How a part of a process is.
public enum HealthStatus: Sendable, Equatable {
    /// It does its work.
    case ready
    /// Not yet, or not just now; it will be ready without help.
    case waiting(String)
    /// It does its work, part of which waits for another process: that is the one to look at.
    case standingBy(String)
    /// It cannot go on; the reason says where and what, for somebody who is to mend it.
    case failed(String)

    /// Whether whoever asks for readiness has nothing to wait for.
    var isGood: Bool {
        switch self {
        case .ready, .standingBy: true
        case .waiting, .failed: false
        }
    }

    /// What stands behind the part's name.
    var text: String {
        switch self {
        case .ready: "ok"
        case .waiting(let reason): "waiting: \(reason.singleLine(limit: Self.longestReason))"
        case .standingBy(let reason): "ok: \(reason.singleLine(limit: Self.longestReason))"
        case .failed(let reason): reason.singleLine(limit: Self.longestReason)
        }
    }

    private static let longestReason = 500
}
