@preconcurrency internal import Dispatch
internal import FoundationEssentials
internal import Glibc

/// Messages as files in a folder, one each: `<folder>/<unit>/<alert>-v<version>.json`, and of a person
/// `<folder>/<person>/<unit>/…`.
///
/// A file is whole or not there. A message that is delivered once more has the same name and the same content.
struct Inbox: Hashable, Sendable {
    /// Where the units' folders lie; made where it is not there.
    let folder: String

    /// Writes a message, on a thread that may wait for the disk.
    func store(_ message: OutgoingMessage, of person: String? = nil) async -> AttemptResult {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let isWritten = self.write(message, of: person)
                continuation.resume(returning: isWritten ? .delivered() : .failed(reason: "unwritable"))
            }
        }
    }

    /// Whether the message lies in its file, even after a power cut.
    private func write(_ message: OutgoingMessage, of person: String?) -> Bool {
        let inbox = person.map { "\(self.folder)/\($0)" } ?? self.folder
        let folder = "\(inbox)/\(FileName.of(message.unit))"
        guard (try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)) != nil
        else { return false }
        // Of a name of its own, because a process that lost its lease may be writing the same message.
        let draft = "\(folder)/.\(UUID().uuidString)"
        let isDrafted = Self.create(draft, message.body + [UInt8(ascii: "\n")])
        if isDrafted, rename(draft, "\(folder)/\(FileName.of(message.alert))-v\(message.version).json") == 0 {
            return Self.synchronise(folder)
        }
        unlink(draft)
        return false
    }

    private static func create(_ path: String, _ bytes: [UInt8]) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(count, 0))
        }
        return fsync(descriptor) == 0
    }

    /// A rename lasts once its folder has reached the disk.
    private static func synchronise(_ folder: String) -> Bool {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
