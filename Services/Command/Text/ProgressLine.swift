internal import ServiceKit
import Synchronization

/// A line that says how far a long command is: shown where a person reads, and nowhere else.
final class ProgressLine: Sendable {
    private let stream: StandardStream
    private let shown = Mutex("")

    /// A line on a stream, which says nothing unless that is a terminal.
    init(_ stream: StandardStream) { self.stream = stream }

    /// Replaces what the line says.
    func show(_ text: String) {
        guard self.stream.isTerminal else { return }
        self.shown.withLock { shown in
            guard text != shown else { return }
            shown = text
            self.stream.write("\r\u{1B}[K\(text)")
        }
    }

    /// Takes the line away.
    func clear() {
        self.shown.withLock { shown in
            if !shown.isEmpty { self.stream.write("\r\u{1B}[K") }
            shown = ""
        }
    }
}
