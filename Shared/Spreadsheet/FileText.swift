/// The text of a file that a spreadsheet has saved, whatever encoding it was saved in.
///
/// A byte order mark says what a file is. Without one it is UTF-8 if all of it can be; else it is GB18030, as Excel
/// saves CSV where the system speaks Chinese, unless most of it is UTF-8 and only a part damaged: then reading it as
/// GB18030 would make other characters of all of it.
public struct FileText: Sendable {
    /// The text as UTF-8, without a byte order mark.
    public let utf8: [UInt8]

    /// Why bytes are no text.
    public struct Damage: Error, Hashable, Sendable {
        /// The encodings that a file can have.
        public enum Encoding: String, Sendable {
            /// UTF-8, with or without a byte order mark.
            case utf8 = "UTF-8"
            /// UTF-16 with a byte order mark.
            case utf16 = "UTF-16"
            /// GB18030, of which GBK and GB2312 are parts.
            case gb18030 = "GB18030"
        }

        /// What the file seems to be.
        public let encoding: Encoding
        /// The line on which it is not that, counted from 1.
        public let line: Int
    }

    /// Reads the bytes of a file.
    /// - Throws: ``Damage`` where some of them cannot be what the others are.
    public init(_ bytes: [UInt8]) throws(Damage) {
        if bytes.starts(with: Self.mark) {
            self.utf8 = try Self.checked(Array(bytes.dropFirst(Self.mark.count)))
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            self.utf8 = try Self.converted(Array(bytes.dropFirst(2)), from: "UTF-16LE", .utf16)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self.utf8 = try Self.converted(Array(bytes.dropFirst(2)), from: "UTF-16BE", .utf16)
        } else if Self.isMostlyUTF8(bytes) {
            self.utf8 = try Self.checked(bytes)
        } else {
            self.utf8 = try Self.converted(bytes, from: "GB18030", .gb18030)
        }
    }

    /// The byte order mark in UTF-8.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func checked(_ bytes: [UInt8]) throws(Damage) -> [UInt8] {
        guard String(validating: bytes, as: UTF8.self) == nil else { return bytes }
        let line = self.lines(of: bytes).firstIndex { String(validating: $0, as: UTF8.self) == nil }
        throw Damage(encoding: .utf8, line: (line ?? 0) + 1)
    }

    private static func converted(
        _ bytes: [UInt8], from name: String, _ encoding: Damage.Encoding
    ) throws(Damage) -> [UInt8] {
        guard let converter = Converter(from: name) else { throw Damage(encoding: encoding, line: 1) }
        let (text, isWhole) = converter.convert(bytes)
        guard isWhole else { throw Damage(encoding: encoding, line: self.lines(of: text).count) }
        // GB18030 has a byte order mark too.
        return text.starts(with: self.mark) ? Array(text.dropFirst(self.mark.count)) : text
    }

    /// Whether no fewer of the lines with more than ASCII are UTF-8 than are not.
    private static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
        if String(validating: bytes, as: UTF8.self) != nil { return true }
        let lines = self.lines(of: bytes).filter { line in line.contains { $0 >= 0x80 } }
        let whole = lines.count { String(validating: $0, as: UTF8.self) != nil }
        return whole >= lines.count - whole
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}
