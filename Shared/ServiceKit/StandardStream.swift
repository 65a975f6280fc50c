internal import Glibc

/// Where a program writes for its user: standard output or standard error.
///
/// What is written is written whole and at once, without a buffer that a sudden end would lose. A reader who has gone
/// is no error: the rest is dropped.
public struct StandardStream: Sendable {
    /// Results.
    public static let output = StandardStream(descriptor: STDOUT_FILENO)
    /// Faults and progress.
    public static let error = StandardStream(descriptor: STDERR_FILENO)

    private let descriptor: Int32

    /// A stream on a descriptor that stays open as long as the stream is used.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether a person is reading: then there may be progress, elsewhere none.
    public var isTerminal: Bool { isatty(self.descriptor) == 1 }

    /// Writes a text.
    public func write(_ text: String) {
        self.write(Array(text.utf8))
    }

    /// Writes bytes as they are.
    public func write(_ bytes: [UInt8]) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(self.descriptor, rest, rest.count)
            if written >= 0 {
                rest.removeFirst(written)
            } else if errno == EAGAIN {
                self.waitUntilWritable()
            } else if errno != EINTR {
                return
            }
        }
    }

    /// A terminal shared with a program that made it non-blocking takes nothing at times.
    private func waitUntilWritable() {
        var request = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, 1_000)
    }
}
