import Kit

/// What was seen while a fault run went on.
struct RunLog: Sendable {
    /// How long a recovery may take: two session timeouts of the group and five seconds, and as much again for the
    /// time limits of locks and leases, which begin only then.
    static let recoveryLimit = Duration.seconds(30)

    /// How often each fault was injected.
    var injected: [Fault: Int] = [:]
    /// How each was recovered from.
    var recoveries: [Recovery] = []
    /// The most that was taken, by service.
    var peaks: [Installation.Service: Peak] = [:]
    /// Processes that said that they were ready while they were not, or the reverse.
    var wronglyReady: [String] = []
    /// Faults that could not be injected, and why.
    var failures: [String] = []
    /// What still went on at the end, when nothing should.
    var unrest: String?
}
