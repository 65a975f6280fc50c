import Glibc

/// Says on standard error how far a run has come: the whole takes minutes.
enum Trace {
    static func say(_ text: String) {
        let line = Array("faults: \(text)\n".utf8)
        write(STDERR_FILENO, line, line.count)
    }
}
