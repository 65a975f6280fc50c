internal import Glibc

/// The system does not let the server listen.
public struct ListeningError: Error, CustomStringConvertible {
    /// Where it should have listened.
    public let address: ListeningAddress
    /// What the system said, and what can be done.
    public let reason: String

    /// One line for whoever starts the server.
    public var description: String { "cannot listen on \(self.address): \(self.reason)" }

    init(_ address: ListeningAddress, reason: String) {
        self.address = address
        self.reason = reason
    }

    init(_ address: ListeningAddress, code: Int32) {
        self.address = address
        self.reason =
            switch code {
            case EADDRINUSE: "something else listens there; stop it, or choose another port"
            case EADDRNOTAVAIL: "this machine does not have that address"
            case EACCES: "ports below 1024 are for the superuser; choose another port"
            default: unsafe String(cString: strerror(code))
            }
    }
}
