internal import Glibc
internal import Messages

/// The events of a file, one after another: JSON lines, or one JSON array. Whatever its length, only one event and a
/// chunk of the file are in memory.
struct EventFile: ~Copyable {
    /// A stretch of the file that should be an event.
    struct Text {
        /// The line on which it begins, counted from 1.
        let line: Int
        /// Its bytes, without the line's end.
        let bytes: [UInt8]
    }

    /// The file's name as it was given; `-` is standard input.
    let name: String
    private let descriptor: Int32
    private var cutter: EventCutter
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)
    private var hasEnded = false

    /// Opens a file; `lines` says that each line is an event, whatever it begins with.
    init(_ name: String, shape: EventCutter.Shape? = nil) throws(CommandFailure) {
        self.name = name
        self.cutter = EventCutter(shape)
        guard name != "-" else {
            self.descriptor = STDIN_FILENO
            return
        }
        self.descriptor = open(name, O_RDONLY | O_CLOEXEC)
        guard self.descriptor >= 0 else {
            throw CommandFailure("cannot read \(name): \(String(cString: strerror(errno)).lowercased())")
        }
    }

    deinit {
        if self.descriptor != STDIN_FILENO { close(self.descriptor) }
    }

    /// The next event's text; nil behind the last one.
    mutating func next() throws(CommandFailure) -> Text? {
        while true {
            if let text = self.cutter.next() { return text }
            if self.hasEnded { return nil }
            let count = read(self.descriptor, &self.chunk, self.chunk.count)
            if count > 0 {
                self.cutter.append(self.chunk[..<count])
            } else if count == 0 {
                self.hasEnded = true
                self.cutter.end()
            } else if errno != EINTR {
                throw CommandFailure("cannot read \(self.name): \(String(cString: strerror(errno)).lowercased())")
            }
        }
    }
}
