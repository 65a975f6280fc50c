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
