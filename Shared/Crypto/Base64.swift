/// Bytes in the standard alphabet of base 64, with padding (RFC 4648, section 4).
public enum Base64 {
    /// Four characters for each three bytes.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        let length = (bytes.count + 2) / 3 * 4
        return unsafe String(unsafeUninitializedCapacity: length) { buffer in
            for group in 0..<length / 4 {
                let start = group * 3
                let count = min(3, bytes.count - start)
                var bits: UInt32 = 0
                for position in 0..<3 { bits = bits << 8 | (position < count ? UInt32(bytes[start + position]) : 0) }
                for position in 0..<4 {
                    let value = UInt8(truncatingIfNeeded: bits >> UInt32(18 - position * 6)) & 0x3f
                    unsafe buffer[group * 4 + position] =
                        position <= count ? self.character(value) : UInt8(ascii: "=")
                }
            }
            return length
        }
    }

    /// Four characters for each three bytes.
    public static func encode(_ bytes: [UInt8]) -> String { self.encode(bytes.span) }

    /// The bytes that a text stands for; nil unless it is exactly what `encode` would have made of them.
    ///
    /// A secret has one spelling: spaces, missing padding and stray bits behind the last byte are refused.
    public static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 4) else { return nil }
        var padding = 0
        while padding < 2, padding < characters.count, characters[characters.count - 1 - padding] == UInt8(ascii: "=") {
            padding += 1
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for position in 0..<characters.count - padding {
            guard let value = self.value(characters[position]) else { return nil }
            bits = (bits << 6 | UInt32(value)) & 0xff_ffff
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        guard bits & ((1 << UInt32(count)) - 1) == 0 else { return nil }
        return bytes
    }

    private static func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
