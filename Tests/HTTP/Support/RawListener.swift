import Glibc

/// A server that does exactly what a test wants done.
final class RawListener: Sendable {
    let port: UInt16
    private let descriptor: Int32

    /// Takes a port of the system's choice. Until `takeConnections` is called, who connects is refused.
    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { bytes in
            let target = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
            return target.map { bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0 } ?? false
        }
        guard isBound else { throw RawConnection.Failure(operation: "bind", code: errno) }
        self.descriptor = descriptor
        self.port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(self.descriptor) }

    func takeConnections() { listen(self.descriptor, 16) }

    /// The next connection, or nil where none comes.
    func accept() async -> RawConnection? {
        var connection: RawConnection?
        _ = await eventually {
            let accepted = Glibc.accept(self.descriptor, nil, nil)
            if accepted >= 0 { connection = RawConnection(descriptor: accepted) }
            return connection != nil
        }
        return connection
    }
}
