internal import Glibc

/// Where a server listens: an IPv4 address of this machine, and a port.
public struct ListeningAddress: Sendable, CustomStringConvertible {
    /// `127.0.0.1` for this machine only, `0.0.0.0` for every interface.
    public let host: String
    /// 0 lets the system choose; the server's `started` says what it chose.
    public let port: UInt16

    /// `host:port`.
    public var description: String { "\(self.host):\(self.port)" }

    /// An address given in numbers. That it is one is looked at when the server starts.
    public init(host: String = "127.0.0.1", port: UInt16 = 0) {
        self.host = host
        self.port = port
    }
}

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
