internal import Glibc

/// Reads a whole file to be imported.
enum ImportFile {
    /// How long a file may be, in bytes: the rows of one import are judged together.
    static let limitBytes = 64 << 20

    /// The file's bytes.
    static func bytes(at path: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= Self.limitBytes {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno != EINTR { throw Self.failure(path) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(max(count, 0))
        }
        throw CommandFailure("\(path) is longer than \(Self.limitBytes >> 20) MiB; import it in several parts")
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure("cannot read \(path): \(String(cString: strerror(errno)).lowercased())")
    }
}
