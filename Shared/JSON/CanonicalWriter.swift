internal import Glibc

/// Writes values in the one form that all equal values share, to be digested or compared, with memory that is used
/// again.
///
/// Members are sorted by the bytes of their names, there are no spaces and only necessary escapes, and a number that is
/// whole and that 64 bits hold is written as an integer, however it stood (`1e2`, `100.0`; -0 is 0). Other numbers get
/// the shortest digits of their double.
@safe public struct CanonicalWriter: ~Copyable {
    /// Values up to this size leave their memory to the next one.
    private static let retainedLimitBytes = 1 << 20
    /// Room that is always there behind what is written: strings are copied eight bytes at a time.
    private static let slack = 16

    private var start: UnsafeMutableRawPointer
    private var capacity = 4_096
    private var count = 0
    private var names: [Tape.SortedName] = []

    /// A writer that has written nothing.
    public init() { unsafe self.start = Self.memory(nil, self.capacity) }

    deinit { unsafe free(self.start) }

    /// The value in its one form, in memory of its own.
    public mutating func bytes(of value: Element) -> [UInt8] {
        self.count = 0
        self.write(value.index, of: value.tape)
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: self.start, count: self.count))
        if self.capacity > Self.retainedLimitBytes {
            self.capacity = 4_096
            unsafe self.start = Self.memory(self.start, self.capacity)
        }
        return bytes
    }

    // The recursion is as deep as the document, which the reader has bounded.
    private mutating func write(_ index: Int, of tape: Tape) {
        switch tape.tag(at: index) {
        case .object: self.writeObject(index, of: tape)
        case .array:
            self.put(UInt8(ascii: "["))
            var element = index + 1
            while tape.tag(at: element) != .arrayEnd {
                if element > index + 1 { self.put(UInt8(ascii: ",")) }
                self.write(element, of: tape)
                element = tape.end(of: element)
            }
            self.put(UInt8(ascii: "]"))
        case .string: self.writeString(index, of: tape)
        case .integer: self.write(Int64(bitPattern: tape.number(at: index)))
        case .unsigned: self.write(magnitude: tape.number(at: index))
        case .double: self.write(Double(bitPattern: tape.number(at: index)))
        case .true: self.put("true")
        case .false: self.put("false")
        default: self.put("null")
        }
    }

    private mutating func writeObject(_ index: Int, of tape: Tape) {
        self.put(UInt8(ascii: "{"))
        let sorted = tape.sortNames(of: index, in: &self.names)
        for position in sorted {
            if position > sorted.lowerBound { self.put(UInt8(ascii: ",")) }
            let name = self.names[position].index
            self.writeString(name, of: tape)
            self.put(UInt8(ascii: ":"))
            self.write(name + 1, of: tape)
        }
        self.names.removeLast(sorted.count)
        self.put(UInt8(ascii: "}"))
    }

    /// Copies a string eight bytes at a time as long as nothing in it needs an escape.
    private mutating func writeString(_ index: Int, of tape: Tape) {
        let text = unsafe tape.text(at: index)
        self.reserve(text.count)
        guard let source = unsafe UnsafeRawPointer(text.baseAddress) else { return self.put("\"\"") }
        let target = unsafe self.start + self.count + 1
        var position = 0
        while position < text.count {
            // Behind the last string there is padding, so eight bytes can be loaded from any start.
            let word = unsafe source.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            guard !word.needsEscape(inFirst: text.count - position) else { return unsafe self.writeEscaped(text) }
            unsafe target.storeBytes(of: word, toByteOffset: position, as: UInt64.self)
            position += 8
        }
        unsafe self.start.storeBytes(of: UInt8(ascii: "\""), toByteOffset: self.count, as: UInt8.self)
        unsafe target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: text.count, as: UInt8.self)
        self.count += text.count + 2
    }

    private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var bytes: [UInt8] = []
        unsafe bytes.appendQuoted(text)
        self.put(bytes)
    }

    private mutating func write(_ value: Double) {
        if let integer = Int64(exactly: value) {
            self.write(integer)
        } else if let unsigned = UInt64(exactly: value) {
            self.write(magnitude: unsigned)
        } else {
            self.put(Array(value.description.utf8))
        }
    }

    private mutating func write(_ value: Int64) {
        if value < 0 { self.put(UInt8(ascii: "-")) }
        self.write(magnitude: value.magnitude)
    }

    private mutating func write(magnitude value: UInt64) {
        if value < 10 { return self.put(UInt8(ascii: "0") + UInt8(value)) }
        var digits: [UInt8] = []
        digits.appendUnsigned(value)
        self.put(digits)
    }

    private mutating func put(_ byte: UInt8) {
        self.reserve(1)
        unsafe self.start.storeBytes(of: byte, toByteOffset: self.count, as: UInt8.self)
        self.count += 1
    }

    private mutating func put(_ literal: StaticString) {
        unsafe self.put(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    private mutating func put(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe self.put($0) }
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) {
        self.reserve(bytes.count)
        guard let source = bytes.baseAddress else { return }
        unsafe memcpy(self.start + self.count, source, bytes.count)
        self.count += bytes.count
    }

    /// Makes room for so many bytes and the slack.
    @inline(__always)
    private mutating func reserve(_ bytes: Int) {
        if self.count + bytes + Self.slack > self.capacity { self.grow(for: bytes) }
    }

    private mutating func grow(for bytes: Int) {
        self.capacity = max(self.capacity * 2, self.count + bytes + Self.slack)
        unsafe self.start = Self.memory(self.start, self.capacity)
    }

    private static func memory(_ start: UnsafeMutableRawPointer?, _ capacity: Int) -> UnsafeMutableRawPointer {
        guard let grown = unsafe realloc(start, capacity) else {
            preconditionFailure("no memory for \(capacity) bytes of JSON")
        }
        return unsafe grown
    }
}

extension UInt64 {
    /// Whether any of its first bytes, as they lie in memory, needs an escape.
    @inline(__always)
    fileprivate func needsEscape(inFirst count: Int) -> Bool {
        guard count < 8 else { return needsJSONEscape(self) }
        // What lies behind is none of the string's own.
        let own: UInt64 = 1 << UInt64(count * 8) - 1
        return needsJSONEscape(self & own | 0x6161_6161_6161_6161 & ~own)
    }
}
