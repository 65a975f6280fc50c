internal import Glibc

/// Reads small files, and never more of them than was asked for: `/proc` and secrets have no size to ask first.
public enum BoundedFile {
    /// Why a file could not be read.
    public struct Fault: Error {
        /// The system's words, in lower case, to follow the file's name and a colon.
        public let reason: String
    }

    /// The whole file, which must not be longer.
    public static func bytes(at path: String, limitBytes: Int) throws(Fault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Fault(reason: Self.reason(errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= limitBytes {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno != EINTR { throw Fault(reason: Self.reason(errno)) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(max(count, 0))
        }
        throw Fault(reason: "it is longer than \(limitBytes) bytes")
    }

    /// The whole file as UTF-8 without NUL.
    public static func text(at path: String, limitBytes: Int) throws(Fault) -> String {
        let bytes = try Self.bytes(at: path, limitBytes: limitBytes)
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Fault(reason: "it is not text in UTF-8")
        }
        return text
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
