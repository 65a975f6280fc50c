import Kit

/// What was seen while a fault run went on.
struct RunLog: Sendable {
    /// How long a recovery may take: two session timeouts of the group and five seconds (11), the relay's lease (10),
    /// the time limits of a session that stands still (15) and of two waits for its locks (8), one after the other, and
    /// a quarter of a minute for a machine that has other things to do.
    static let recoveryLimit = Duration.seconds(60)

    /// How often each fault was injected.
    var injected: [Fault: Int] = [:]
    /// How each was recovered from.
    var recoveries: [Recovery] = []
    /// The most that was taken, by service.
    var peaks: [Installation.Service: Peak] = [:]
    /// Processes that said that they were ready while they were not, or the reverse.
    var wronglyReady: [String] = []
    /// Faults that could not be injected, because no process came in time to where they strike; the service was left
    /// alone from then on.
    var missed: [String] = []
    /// What did not come about: processes that did not end in good order.
    var failures: [String] = []
    /// What still went on at the end, when nothing should.
    var unrest: String?
}
