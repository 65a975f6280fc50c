internal import CMicrohttpd
internal import Glibc

/// A socket that takes connections. Whoever makes one closes it.
struct ListeningSocket {
    let descriptor: Int32
    /// The port, chosen by the system where 0 was asked for.
    let port: UInt16

    /// Binds here rather than in libmicrohttpd, which would keep the system's reason to itself.
    init(_ address: ListeningAddress) throws(ListeningError) {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = address.port.bigEndian
        guard unsafe inet_pton(AF_INET, address.host, &target.sin_addr) == 1 else {
            throw ListeningError(address, reason: "not an IPv4 address in numbers, as 127.0.0.1 or 0.0.0.0 is")
        }
        let descriptor = socket(AF_INET, Int32(shim_listening_socket), 0)
        guard descriptor >= 0 else { throw ListeningError(address, code: errno) }
        guard let port = ListeningSocket.listen(descriptor, at: target) else {
            let code = errno
            Glibc.close(descriptor)
            throw ListeningError(address, code: code)
        }
        self.descriptor = descriptor
        self.port = port
    }

    /// Refuses whoever comes from now on. The descriptor stays taken until `close`, so that nobody who still looks at
    /// it meets another file's.
    func stopListening() { shutdown(self.descriptor, Int32(SHUT_RDWR)) }

    func close() { Glibc.close(self.descriptor) }

    /// The port, or nil where the system refuses; `errno` says why.
    private static func listen(_ descriptor: Int32, at address: sockaddr_in) -> UInt16? {
        var address = address
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var yes: Int32 = 1
        // A port whose last connections are still being forgotten may be taken again at once.
        guard unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size)) == 0
        else { return nil }
        let isBound = unsafe withUnsafeMutableBytes(of: &address) { bytes in
            guard let target = unsafe bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return false }
            return unsafe bind(descriptor, target, size) == 0 && Glibc.listen(descriptor, SOMAXCONN) == 0
                && getsockname(descriptor, target, &size) == 0
        }
        return isBound ? UInt16(bigEndian: address.sin_port) : nil
    }
}
