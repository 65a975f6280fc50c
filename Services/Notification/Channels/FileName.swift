internal import Crypto

/// Names of files for codes that others chose: no code leads out of its folder, and no two share a name.
enum FileName {
    /// Longer ones stand for themselves by a digest: most file systems end at 255 bytes, and an ending follows.
    private static let limitBytes = 200

    /// The code where it is made of letters, digits, hyphens, underscores, inner dots and characters beyond ASCII; of
    /// all else `%` and two hexadecimal digits.
    static func of(_ code: String) -> String {
        var name: [UInt8] = []
        for byte in code.utf8 {
            if Self.isHarmless(byte) || (byte == UInt8(ascii: ".") && !name.isEmpty) {
                name.append(byte)
            } else {
                name.append(UInt8(ascii: "%"))
                name.append(contentsOf: Hex.encode([byte]).utf8)
            }
        }
        guard (1...Self.limitBytes).contains(name.count) else { return "%sha256-\(SHA256.digest(of: code).hex)" }
        return String(decoding: name, as: UTF8.self)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
