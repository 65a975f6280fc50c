extension Diagnosis {
    /// Reads a string from its opening quote and gives it unescaped.
    mutating func readString() throws(JSONError) -> [UInt8] {
        var text: [UInt8] = []
        self.offset += 1
        while let byte = self.next {
            switch byte {
            case UInt8(ascii: "\""):
                self.offset += 1
                return text
            case UInt8(ascii: "\\"):
                try self.readEscape(into: &text)
            case 0..<0x20:
                throw self.malformed("the control character \(Self.hexadecimal(byte)) in a string must be escaped")
            default:
                let end = self.offset + (try self.sequenceLength(from: byte))
                while self.offset < end {
                    text.append(self.bytes[self.offset])
                    self.offset += 1
                }
            }
        }
        throw self.malformed("it ends within a string")
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
        let start = self.offset
        self.offset += 1
        let escape = self.next
        self.offset += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape ?? 0)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try self.readScalar(escapedAt: start)
            guard scalar != "\0" else { throw self.error(.nulInString, at: start) }
            text.append(contentsOf: Array(String(scalar).utf8))
        default:
            self.offset = start
            throw self.malformed("a backslash in a string begins no escape")
        }
    }

    /// Reads the digits behind `\u`, and the second escape of a surrogate pair.
    private mutating func readScalar(escapedAt start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try self.readFourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, self.next == UInt8(ascii: "\\"), self.byte(at: self.offset + 1) == UInt8(ascii: "u")
        else { throw self.error(.loneSurrogate, at: start) }
        self.offset += 2
        let second = try self.readFourDigits()
        guard 0xdc00..<0xe000 ~= second,
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        else { throw self.error(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func readFourDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = self.next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw self.malformed("“\\u” needs four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            self.offset += 1
        }
        return value
    }

    /// The length of the sequence of UTF-8 at the offset, one to four bytes. The table is that of the Unicode Standard,
    /// "Well-Formed UTF-8 Byte Sequences".
    private func sequenceLength(from first: UInt8) throws(JSONError) -> Int {
        let length: Int
        let second: ClosedRange<UInt8>
        switch first {
        case 0..<0x80: return 1
        case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: throw self.error(.notUTF8, at: self.offset)
        }
        for position in 1..<length {
            let allowed = position == 1 ? second : 0x80...0xbf
            guard let byte = self.byte(at: self.offset + position), allowed ~= byte else {
                throw self.error(.notUTF8, at: self.offset)
            }
        }
        return length
    }
}

extension Diagnosis {
    /// The byte at the offset, nil at the end.
    var next: UInt8? { self.byte(at: self.offset) }

    func byte(at offset: Int) -> UInt8? { offset < self.bytes.count ? self.bytes[offset] : nil }

    mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { self.offset += 1 }
    }

    /// The text in a range of bytes that are ASCII.
    func text(_ range: Range<Int>) -> String {
        String(decoding: range.map { self.bytes[$0] }, as: UTF8.self)
    }

    /// An error at a byte, with the path of the value that is being read.
    func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
        var path = Path()
        for container in self.containers where container.count > 0 {
            if container.isArray {
                path.enter(container.count - 1)
            } else if let name = container.name {
                path.enter(name)
            }
        }
        return JSONError(path: path.description, reason: reason, offset: offset)
    }

    func malformed(_ what: String) -> JSONError { self.error(.malformed(what), at: self.offset) }

    /// Something else than what the grammar asks for here.
    func unexpected(_ expected: String) -> JSONError {
        guard let byte = self.next else { return self.malformed("\(expected) is missing at its end") }
        guard byte < 0x80 else {
            // Outside of a string nothing but ASCII is allowed; bytes that are not even UTF-8 are told as such.
            do { _ = try self.sequenceLength(from: byte) } catch { return error }
            return self.malformed("expected \(expected), found a character that stands outside of any string")
        }
        let found = 0x21..<0x7f ~= byte ? "“\(Character(Unicode.Scalar(byte)))”" : Self.hexadecimal(byte)
        return self.malformed("expected \(expected), found \(found)")
    }

    /// A name as errors show it: short.
    static func shown(_ name: [UInt8]) -> String {
        var path = Path()
        path.enter(name)
        return path.description
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        "U+00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
