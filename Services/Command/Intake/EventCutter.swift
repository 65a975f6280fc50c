internal import Messages

/// Cuts a stream of bytes into events: at the ends of lines, or between the elements of one array.
///
/// It looks only at quotes and brackets; whether what it cuts out is JSON is found out by whoever reads it. So a file
/// in which something is missing gives a piece that is refused, with its line.
struct EventCutter {
    /// How events follow each other.
    enum Shape {
        /// Each line is one.
        case lines
        /// They are the elements of an array.
        case array
    }

    /// The longest event that is kept whole: what an intake topic takes. A longer one is cut off behind that, and is
    /// refused for its length.
    static let eventLimitBytes = Topics.intakeRecordLimitBytes

    private let limitBytes: Int
    private var shape: Shape?
    private var bytes: [UInt8] = []
    private var place = 0
    private var line = 1
    private var hasEnded = false

    private var event: [UInt8] = []
    private var eventLine = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// A cutter; where no shape is named, a file whose first character is `[` is an array.
    init(_ shape: Shape? = nil, limitBytes: Int = Self.eventLimitBytes) {
        self.shape = shape
        self.limitBytes = limitBytes
    }

    /// Gives it more of the stream.
    mutating func append(_ more: ArraySlice<UInt8>) {
        self.bytes.removeFirst(self.place)
        self.place = 0
        self.bytes += more
    }

    /// Says that the stream has ended.
    mutating func end() { self.hasEnded = true }

    /// The next event; nil where the stream has to go on first, or has ended.
    mutating func next() -> EventFile.Text? {
        self.settleShape()
        while self.place < self.bytes.count, let shape = self.shape {
            let byte = self.bytes[self.place]
            self.place += 1
            let isCut = shape == .lines ? self.takeInLine(byte) : self.takeInArray(byte)
            if byte == UInt8(ascii: "\n") { self.line += 1 }
            if isCut, let text = self.cut() { return text }
        }
        return self.hasEnded ? self.cut() : nil
    }

    /// Decides by the first character that is no space; a byte order mark before it is skipped.
    private mutating func settleShape() {
        guard self.shape == nil else { return }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard self.bytes.count >= mark.count || self.hasEnded else { return }
        if self.bytes.starts(with: mark) { self.place = mark.count }
        guard let first = self.bytes[self.place...].first(where: { !isSpace($0) }) else {
            if self.hasEnded { self.shape = .lines }
            return
        }
        self.shape = first == UInt8(ascii: "[") ? .array : .lines
    }

    /// Takes a byte of a line; true at the line's end.
    private mutating func takeInLine(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "\n") { return true }
        self.keep(byte)
        return false
    }

    /// Takes a byte of an array; true between two elements and at the array's end.
    private mutating func takeInArray(_ byte: UInt8) -> Bool {
        if self.isInString {
            self.keep(byte)
            if self.isEscaped {
                self.isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                self.isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                self.isInString = false
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            self.depth += 1
            // The array itself is nobody's event.
            if self.depth == 1 { return false }
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            self.depth = max(0, self.depth - 1)
            if self.depth == 0 { return true }
        case UInt8(ascii: ",") where self.depth == 1: return true
        case UInt8(ascii: "\""): self.isInString = true
        default: break
        }
        self.keep(byte)
        return false
    }

    private mutating func keep(_ byte: UInt8) {
        if self.event.isEmpty {
            // Spaces between events belong to none.
            if isSpace(byte) { return }
            self.eventLine = self.line
        }
        if self.event.count <= self.limitBytes { self.event.append(byte) }
    }

    /// What has been kept, as an event; nil where that is nothing.
    private mutating func cut() -> EventFile.Text? {
        while let last = self.event.last, isSpace(last) { self.event.removeLast() }
        guard !self.event.isEmpty else { return nil }
        defer { self.event = [] }
        return EventFile.Text(line: self.eventLine, bytes: self.event)
    }
}

private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}
