import FoundationEssentials
import Glibc

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
