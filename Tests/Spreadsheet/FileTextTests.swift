import Testing

@testable import Spreadsheet

@Suite struct `The text of a file` {
    /// `党支部,第一\n` in GB18030.
    private static let gb18030: [UInt8] = [
        0xB5, 0xB3, 0xD6, 0xA7, 0xB2, 0xBF, 0x2C, 0xB5, 0xDA, 0xD2, 0xBB, 0x0A,
    ]

    private func text(_ bytes: [UInt8]) throws -> String {
        String(decoding: try FileText(bytes).utf8, as: UTF8.self)
    }

    @Test func `is the same in every encoding that a spreadsheet saves`() throws {
        let text = "党支部,第一\n"
        let units = Array(text.utf16)

        #expect(try self.text(Array(text.utf8)) == text)
        #expect(try self.text([0xEF, 0xBB, 0xBF] + text.utf8) == text)
        #expect(try self.text(Self.gb18030) == text)
        #expect(try self.text([0x84, 0x31, 0x95, 0x33] + Self.gb18030) == text)
        #expect(try self.text([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == text)
        #expect(try self.text([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == text)
    }

    @Test func `may hold characters of GB18030 that GBK has not, and none at all`() throws {
        // 㐀 (four bytes) and 𠀀, which lies beyond the first plane.
        #expect(try self.text([0x81, 0x39, 0xEE, 0x39, 0x95, 0x32, 0x82, 0x36]) == "㐀𠀀")
        #expect(try self.text([]) == "")
        #expect(try self.text([0xEF, 0xBB, 0xBF]) == "")
    }

    @Test func `that is cut off or damaged is none, and says on which line`() {
        #expect(throws: FileText.Damage(encoding: .gb18030, line: 2)) {
            try FileText(Self.gb18030 + [0xB5, 0xB3, 0xB5])
        }
        #expect(throws: FileText.Damage(encoding: .gb18030, line: 1)) { try FileText([0xFF, 0x41]) }
        #expect(throws: FileText.Damage(encoding: .utf16, line: 1)) { try FileText([0xFF, 0xFE, 0x41]) }
        #expect(throws: FileText.Damage(encoding: .utf8, line: 1)) { try FileText([0xEF, 0xBB, 0xBF, 0xB5, 0xB3]) }
    }

    @Test func `that is UTF-8 but for a damaged line is not taken for GB18030`() {
        let bytes = Array("编码,名称\nc,党委\nb,支".utf8) + [0xE9] + Array("\n".utf8)

        #expect(throws: FileText.Damage(encoding: .utf8, line: 3)) { try FileText(bytes) }
    }

    @Test(arguments: 0..<40)
    func `of bytes at random is read or refused`(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        let bytes = (0..<Int(seed) * 7).map { _ -> UInt8 in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }

        let text = try? FileText(bytes)

        #expect(text.map { String(validating: $0.utf8, as: UTF8.self) != nil } ?? true)
    }
}
