import Glibc

/// A TCP connection that says exactly what a test wants said. It never blocks a thread of the pool.
final class RawConnection: Sendable {
    struct Failure: Error { let operation: String, code: Int32 }

    private let descriptor: Int32

    /// Takes over a connected socket.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    /// Connects to this machine.
    convenience init(port: UInt16, receiveBufferBytes: Int32? = nil) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = loopback(port)
        let result = withUnsafeBytes(of: &address) { bytes in
            connect(
                descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(MemoryLayout<sockaddr_in>.size))
        }
        guard result == 0 else {
            let code = errno
            Glibc.close(descriptor)
            throw Failure(operation: "connect", code: code)
        }
        self.init(descriptor: descriptor)
    }

    deinit { Glibc.close(self.descriptor) }

    /// Sends all of `text`; false where the peer takes no more.
    @discardableResult
    func send(_ text: String) async -> Bool { await self.send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) async -> Bool {
        var rest = bytes[...]
        return await eventually {
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count < 0 { return errno != EAGAIN }
                rest.removeFirst(count)
            }
            return true
        } && rest.isEmpty
    }

    /// Says that nothing more will be sent.
    func finishSending() { shutdown(self.descriptor, Int32(SHUT_WR)) }

    /// Reads until `enough` holds for what was read, or the peer closes.
    func receive(until enough: (String) -> Bool = { _ in false }) async -> Received {
        var received = Received()
        _ = await eventually {
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = buffer.withUnsafeMutableBytes { recv(self.descriptor, $0.baseAddress, $0.count, 0) }
                if count < 0, errno == EAGAIN { return enough(received.text) }
                received.isClosed = count <= 0
                if received.isClosed { return true }
                received.text += String(decoding: buffer[..<count], as: UTF8.self)
            }
        }
        return received
    }

    /// What came, and whether the peer has closed.
    struct Received {
        var text = ""
        var isClosed = false

        /// The statuses of the answers, in their order.
        var statuses: [String] {
            self.text.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: false).dropFirst().map {
                String($0.prefix(3))
            }
        }
    }
}

/// This machine's address.
func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}
