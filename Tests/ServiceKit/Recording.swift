import Glibc
import ServiceKit

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
