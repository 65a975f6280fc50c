import FoundationEssentials
import Glibc
import ServiceKit
import Testing

/// A file of a test's own, gone when the test is over.
final class ScratchFile: Sendable {
    let path: String

    init(_ text: String = "") throws {
        self.path = "/tmp/guoying-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(filePath: self.path))
    }

    var text: String { (try? String(contentsOfFile: self.path, encoding: .utf8)) ?? "" }

    deinit { unlink(self.path) }
}

/// What a program wrote, kept in a file.
final class Recording: Sendable {
    private let file: ScratchFile
    private let descriptor: Int32
    let stream: StandardStream

    init() throws {
        let file = try ScratchFile()
        self.file = file
        self.descriptor = open(file.path, O_WRONLY | O_APPEND | O_CLOEXEC)
        self.stream = StandardStream(descriptor: self.descriptor)
    }

    var text: String { self.file.text }
    var lines: [Substring] { self.text.split(separator: "\n") }

    deinit { close(self.descriptor) }
}

/// Waits until something is so, at most ten seconds.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now.advanced(by: .seconds(10))
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
