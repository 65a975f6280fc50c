internal import Glibc

/// A file without a name, in memory, that can be opened by its path as long as the process lives.
final class ScratchMemory: Sendable {
    private let descriptor: Int32

    init() {
        var name = Array("/dev/shm/fuzz-XXXXXX".utf8CString)
        self.descriptor = mkstemp(&name)
        insist(self.descriptor >= 0 && unlink(name) == 0, "there is memory for a file")
    }

    /// The path by which this process opens it.
    var path: String { "/proc/self/fd/\(self.descriptor)" }

    /// Puts these bytes in place of those that it held.
    func hold(_ bytes: [UInt8]) {
        let written = ftruncate(self.descriptor, 0) == 0 ? pwrite(self.descriptor, bytes, bytes.count, 0) : -1
        insist(written == bytes.count, "a file in memory can be written")
    }
}
