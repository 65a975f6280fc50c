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
    /// How many times as long as it stood a value can become: `1e19` has twenty digits. Strings only get shorter.
    private static let growth = 5
    /// Room that is always there behind what is written: strings are copied eight bytes at a time.
    private static let slack = 16

    private var start: UnsafeMutableRawPointer
    private var capacity = 4_096
    /// The names of the objects that are open, each object's sorted.
    private var names: UnsafeMutablePointer<Tape.SortedName>
    private var nameCapacity = 64
    private var nameCount = 0

    /// A writer that has written nothing.
    public init() {
        unsafe self.start = Self.memory(nil, bytes: self.capacity)
        unsafe self.names = Self.names(nil, count: self.nameCapacity)
    }

    deinit {
        unsafe free(self.start)
        unsafe free(self.names)
    }

    /// The value in its one form, in memory of its own.
    public mutating func bytes(of value: Element) -> [UInt8] {
        self.makeRoom(for: value.tape.lengthBytes)
        let end = unsafe self.write(value.index, of: value.tape, to: self.start)
        let count = unsafe end - self.start
        precondition(count <= self.capacity - Self.slack, "canonical JSON is longer than it can become")
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: self.start, count: count))
        if self.capacity > Self.retainedLimitBytes {
            self.capacity = 4_096
            unsafe self.start = Self.memory(self.start, bytes: self.capacity)
        }
        return bytes
    }

    // All that writes is told where, and says where it ended: there is room for the whole document.
    // The recursion is as deep as the document, which the reader has bounded.
    private mutating func write(
        _ index: Int, of tape: Tape, to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        switch tape.tag(at: index) {
        case .object:
            return unsafe self.writeObject(index, of: tape, to: place)
        case .array:
            var place = unsafe Self.put(UInt8(ascii: "["), to: place)
            var element = index + 1
            while tape.tag(at: element) != .arrayEnd {
                if element > index + 1 { unsafe place = Self.put(UInt8(ascii: ","), to: place) }
                unsafe place = self.write(element, of: tape, to: place)
                element = tape.end(of: element)
            }
            return unsafe Self.put(UInt8(ascii: "]"), to: place)
        case .string: return unsafe Self.writeString(index, of: tape, to: place)
        case .integer: return unsafe Self.write(Int64(bitPattern: tape.number(at: index)), to: place)
        case .unsigned: return unsafe Self.write(magnitude: tape.number(at: index), to: place)
        case .double: return unsafe Self.write(Double(bitPattern: tape.number(at: index)), to: place)
        case .true: return unsafe Self.put("true", to: place)
        case .false: return unsafe Self.put("false", to: place)
        default: return unsafe Self.put("null", to: place)
        }
    }

    private mutating func writeObject(
        _ index: Int, of tape: Tape, to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        let first = self.nameCount
        self.nameCount += tape.count(at: index)
        if self.nameCount > self.nameCapacity { self.makeRoom(forNames: self.nameCount) }
        unsafe tape.sortNames(of: index, to: self.names + first)
        var place = unsafe Self.put(UInt8(ascii: "{"), to: place)
        for position in first..<self.nameCount {
            if position > first { unsafe place = Self.put(UInt8(ascii: ","), to: place) }
            let name = unsafe self.names[position].index
            unsafe place = Self.writeString(name, of: tape, to: place)
            unsafe place = Self.put(UInt8(ascii: ":"), to: place)
            unsafe place = self.write(name + 1, of: tape, to: place)
        }
        self.nameCount = first
        return unsafe Self.put(UInt8(ascii: "}"), to: place)
    }

    /// Copies a string eight bytes at a time as long as nothing in it needs an escape.
    private static func writeString(
        _ index: Int, of tape: Tape, to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        let text = unsafe tape.text(at: index)
        guard let source = unsafe UnsafeRawPointer(text.baseAddress) else { return unsafe Self.put("\"\"", to: place) }
        let target = unsafe Self.put(UInt8(ascii: "\""), to: place)
        var position = 0
        while position < text.count {
            // Behind the last string there is padding, so eight bytes can be loaded from any start.
            let word = unsafe source.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            guard !word.needsEscape(inFirst: text.count - position) else {
                return unsafe Self.writeEscaped(text, to: place)
            }
            unsafe target.storeBytes(of: word, toByteOffset: position, as: UInt64.self)
            position += 8
        }
        return unsafe Self.put(UInt8(ascii: "\""), to: target + text.count)
    }

    private static func writeEscaped(
        _ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var bytes: [UInt8] = []
        unsafe bytes.appendQuoted(text)
        return unsafe Self.put(bytes, to: place)
    }

    private static func write(_ value: Double, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        if let integer = Int64(exactly: value) {
            unsafe Self.write(integer, to: place)
        } else if let unsigned = UInt64(exactly: value) {
            unsafe Self.write(magnitude: unsigned, to: place)
        } else {
            unsafe Self.put(Array(value.description.utf8), to: place)
        }
    }

    private static func write(_ value: Int64, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let start = value < 0 ? unsafe Self.put(UInt8(ascii: "-"), to: place) : unsafe place
        return unsafe Self.write(magnitude: value.magnitude, to: start)
    }

    private static func write(magnitude value: UInt64, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var length = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        rest = value
        for position in (0..<length).reversed() {
            let digit = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            unsafe place.storeBytes(of: digit, toByteOffset: position, as: UInt8.self)
            rest /= 10
        }
        return unsafe place + length
    }

    @inline(__always)
    private static func put(_ byte: UInt8, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        unsafe place.storeBytes(of: byte, as: UInt8.self)
        return unsafe place + 1
    }

    private static func put(_ literal: StaticString, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        unsafe memcpy(place, literal.utf8Start, literal.utf8CodeUnitCount)
        return unsafe place + literal.utf8CodeUnitCount
    }

    private static func put(_ bytes: [UInt8], to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(start: place, count: source.count).copyMemory(from: source)
        }
        return unsafe place + bytes.count
    }

    private mutating func makeRoom(for lengthBytes: Int) {
        let wanted = lengthBytes * Self.growth + Self.slack
        guard wanted > self.capacity else { return }
        unsafe free(self.start)
        unsafe self.start = Self.memory(nil, bytes: wanted)
        self.capacity = wanted
    }

    private mutating func makeRoom(forNames count: Int) {
        self.nameCapacity = max(self.nameCapacity * 2, count)
        unsafe self.names = Self.names(self.names, count: self.nameCapacity)
    }

    private static func names(
        _ start: UnsafeMutablePointer<Tape.SortedName>?, count: Int
    ) -> UnsafeMutablePointer<Tape.SortedName> {
        unsafe Self.memory(start, bytes: count * MemoryLayout<Tape.SortedName>.stride)
            .bindMemory(to: Tape.SortedName.self, capacity: count)
    }

    private static func memory(_ start: UnsafeMutableRawPointer?, bytes: Int) -> UnsafeMutableRawPointer {
        guard let memory = unsafe realloc(start, bytes) else {
            preconditionFailure("no memory for \(bytes) bytes of JSON")
        }
        return unsafe memory
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
