// How strings and numbers are written. The writer and the elements share it.

extension [UInt8] {
    /// Appends a string in quotes, and what comes behind it.
    mutating func appendQuoted(_ text: String, then end: StaticString = "") {
        var text = text
        text.withUTF8 { bytes in unsafe self.appendQuoted(bytes, then: end) }
    }

    /// Appends a string in quotes, and what comes behind it.
    mutating func appendQuoted(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { bytes in unsafe self.appendQuoted(bytes) }
    }

    /// Appends a string in quotes, with the escapes that RFC 8259 asks for and no others, and what comes behind it.
    mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, then end: StaticString = "") {
        let plain = unsafe Self.plainPrefix(of: text)
        guard plain == text.count else { return unsafe self.appendEscaped(text, plain: plain, then: end) }
        // Most strings need no escape: room is made once, for all of it.
        self.append(addingCapacity: text.count + 2 + end.utf8CodeUnitCount) { output in
            output.append(UInt8(ascii: "\""))
            unsafe output.append(copying: text)
            output.append(UInt8(ascii: "\""))
            unsafe output.append(copying: UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount))
        }
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, plain: Int, then end: StaticString) {
        var rest = unsafe text
        var plain = plain
        self.append(UInt8(ascii: "\""))
        while true {
            unsafe self.append(contentsOf: UnsafeBufferPointer(rebasing: rest[..<plain]))
            guard plain < rest.count else { break }
            self.appendEscape(of: unsafe rest[plain])
            unsafe rest = UnsafeBufferPointer(rebasing: rest[(plain + 1)...])
            plain = unsafe Self.plainPrefix(of: rest)
        }
        self.append(UInt8(ascii: "\""))
        unsafe self.append(contentsOf: UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount))
    }

    /// The number of bytes before the first that needs an escape, looked at eight at a time.
    private static func plainPrefix(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var position = 0
        while position + 8 <= text.count {
            let word = unsafe UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: position, as: UInt64.self)
            guard !needsJSONEscape(word) else { break }
            position += 8
        }
        while position < text.count, unsafe !Self.needsEscape(text[position]) { position += 1 }
        return position
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscape(of byte: UInt8) {
        self.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.append(byte)
        case 0x08: self.append(UInt8(ascii: "b"))
        case 0x09: self.append(UInt8(ascii: "t"))
        case 0x0a: self.append(UInt8(ascii: "n"))
        case 0x0c: self.append(UInt8(ascii: "f"))
        case 0x0d: self.append(UInt8(ascii: "r"))
        default:
            self.append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
            self.append(UInt8(ascii: "0") + byte >> 4)
            self.append(byte & 0xf < 10 ? UInt8(ascii: "0") + byte & 0xf : UInt8(ascii: "a") + byte & 0xf - 10)
        }
    }

    /// Appends an integer in decimal digits.
    mutating func appendInteger(_ value: Int64) {
        if value < 0 { self.append(UInt8(ascii: "-")) }
        self.appendUnsigned(value.magnitude)
    }

    /// Appends an integer that is not negative in decimal digits.
    mutating func appendUnsigned(_ value: UInt64) {
        var rest = value
        // The greatest of 64 bits has 20 digits.
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        self.append(addingCapacity: 20) { output in
            for position in first..<20 { output.append(digits[position]) }
        }
    }

    /// Appends the shortest digits that read back as the same double, which is finite.
    mutating func appendDouble(_ value: Double) {
        self.append(contentsOf: value.description.utf8)
    }
}

/// Whether any of eight bytes needs an escape.
@inline(__always)
func needsJSONEscape(_ word: UInt64) -> Bool {
    let quote = word ^ 0x2222_2222_2222_2222
    let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
    // Subtracting borrows into the upper bit of a byte that was less, which no byte with that bit set is.
    let control = (word &- 0x2020_2020_2020_2020) & ~word
    let quotes = (quote &- 0x0101_0101_0101_0101) & ~quote
    let backslashes = (backslash &- 0x0101_0101_0101_0101) & ~backslash
    return (control | quotes | backslashes) & 0x8080_8080_8080_8080 != 0
}

extension OutputSpan<UInt8> {
    /// Appends bytes, for which there must be room.
    @inline(__always)
    @_lifetime(self: copy self)
    fileprivate mutating func append(copying bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        precondition(bytes.count <= self.freeCapacity, "more bytes than there is room for")
        unsafe self.withUnsafeMutableBufferPointer { buffer, count in
            guard let start = buffer.baseAddress else { return }
            unsafe (start + count).initialize(from: source, count: bytes.count)
            count += bytes.count
        }
    }
}
