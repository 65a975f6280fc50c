import Kit

/// The most that any process of a service has taken.
struct Peak: Sendable {
    var residentMiB = 0
    var files = 0
    var sessions = 0
    /// What the files and the threads were when there were most files, as lists of kinds and counts.
    var kinds = ""

    /// What it may take: memory as the design has it, sessions as the pool of a process has them, for three processes
    /// that overlap while one takes another's place.
    static func limit(of service: Installation.Service) -> Peak {
        Peak(residentMiB: service == .activity ? 256 : 150, files: 200, sessions: 40)
    }

    /// The greater of both, in each.
    mutating func rise(to other: Peak) {
        self.residentMiB = max(self.residentMiB, other.residentMiB)
        if other.files > self.files { (self.files, self.kinds) = (other.files, other.kinds) }
        self.sessions = max(self.sessions, other.sessions)
    }
}
