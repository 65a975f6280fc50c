// How strings and numbers are written. The writer and the elements share it.

extension [UInt8] {
    /// Appends a string in quotes, with the escapes that RFC 8259 asks for and no others.
    mutating func appendQuoted(_ text: Span<UInt8>) {
        self.append(UInt8(ascii: "\""))
        unsafe text.withUnsafeBufferPointer { buffer in
            var start = 0
            for position in 0..<buffer.count {
                let byte = unsafe buffer[position]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                unsafe self.append(contentsOf: buffer[start..<position])
                self.appendEscape(of: byte)
                start = position + 1
            }
            unsafe self.append(contentsOf: buffer[start...])
        }
        self.append(UInt8(ascii: "\""))
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
    mutating func appendInteger(_ value: some FixedWidthInteger) {
        if value < 0 { self.append(UInt8(ascii: "-")) }
        var rest = UInt64(value.magnitude)
        // The greatest of 64 bits has 20 digits.
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for position in first..<20 { self.append(digits[position]) }
    }

    /// Appends the shortest digits that read back as the same double, which is finite.
    mutating func appendDouble(_ value: Double) {
        self.append(contentsOf: value.description.utf8)
    }
}
