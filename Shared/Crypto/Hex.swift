/// Bytes as hexadecimal digits (RFC 4648, base 16).
public enum Hex {
    /// Two lowercase digits for each byte.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        unsafe String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
            for position in 0..<bytes.count {
                unsafe buffer[position * 2] = self.digit(bytes[position] >> 4)
                unsafe buffer[position * 2 + 1] = self.digit(bytes[position] & 0xf)
            }
            return bytes.count * 2
        }
    }

    /// Two lowercase digits for each byte.
    public static func encode(_ bytes: [UInt8]) -> String { self.encode(bytes.span) }

    /// The bytes that digits of either case stand for; nil if there is anything else or an odd number of them.
    public static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let upper = self.value(digits[position]), let lower = self.value(digits[position + 1]) else {
                return nil
            }
            bytes.append(upper << 4 | lower)
        }
        return bytes
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
