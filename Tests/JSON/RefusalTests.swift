import JSON
import Testing

/// A text that must be refused, and how.
struct Refused: Sendable, CustomTestStringConvertible {
    let text: [UInt8]
    let path: String
    let reason: JSONError.Reason
    let offset: Int

    init(_ text: String, _ path: String, _ reason: JSONError.Reason, at offset: Int) {
        self.init(Array(text.utf8), path, reason, at: offset)
    }

    init(_ text: [UInt8], _ path: String, _ reason: JSONError.Reason, at offset: Int) {
        self.text = text
        self.path = path
        self.reason = reason
        self.offset = offset
    }

    var testDescription: String { String(decoding: self.text.prefix(60), as: UTF8.self) }
}

@Suite struct `A document that breaks a rule` {
    private static let faults = [
        Refused(#"{"a": {"b": 1, "b": 2}}"#, "a.b", .duplicateKey("b"), at: 15),
        Refused(#"{"b": 1, "\u0062": 2}"#, "b", .duplicateKey("b"), at: 9),
        Refused(
            #"[{}, {"long-name-1": 1, "long-name-2": 2, "long-name-1": 3}]"#, "[1].long-name-1",
            .duplicateKey("long-name-1"), at: 42),
        Refused(#"{"items": [1, "x\u0000y"]}"#, "items[1]", .nulInString, at: 16),
        Refused(#"{"items": {"\u0000": 1}}"#, "items", .nulInString, at: 12),
        Refused(#"["\\\u0000"]"#, "[0]", .nulInString, at: 4),
        Refused(#"{"a": "\ud800"}"#, "a", .loneSurrogate, at: 7),
        Refused(#"{"a": "\udc00x"}"#, "a", .loneSurrogate, at: 7),
        Refused(#"{"a": "\ud83e\u0041"}"#, "a", .loneSurrogate, at: 7),
        Refused(#"{"a": {"n": 18446744073709551616}}"#, "a.n", .numberOutOfRange, at: 12),
        Refused("[-9223372036854775809]", "[0]", .numberOutOfRange, at: 1),
        Refused("[0, 1e999]", "[1]", .numberOutOfRange, at: 4),
        Refused("[-1e999]", "[0]", .numberOutOfRange, at: 1),
        Refused(Array(#"{"a": "x"#.utf8) + [0xff] + Array(#""}"#.utf8), "a", .notUTF8, at: 8),
        Refused(Array("[\"".utf8) + [0xed, 0xa0, 0x80] + Array("\"]".utf8), "[0]", .notUTF8, at: 2),
        Refused(Array("[\"".utf8) + [0xc0, 0x80] + Array("\"]".utf8), "[0]", .notUTF8, at: 2),
        Refused([0xff], "", .notUTF8, at: 0),
    ]

    @Test(arguments: Self.faults)
    func `is refused with the path, the reason and the byte`(refused: Refused) throws {
        var reader = DocumentReader()

        let error = #expect(throws: JSONError.self) { try reader.read(refused.text) { _ in } }

        #expect(error == JSONError(path: refused.path, reason: refused.reason, offset: refused.offset))
    }

    @Test(arguments: [
        ("", 0), ("   ", 3), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":}", 5), ("{a: 1}", 1),
        ("{\"a\": 1,}", 8), ("nul", 0), ("truex", 4), ("[01]", 2), ("[1.]", 3), ("[.5]", 1), ("[+1]", 1), ("[1e]", 3),
        ("[-]", 2), ("\"abc", 4), ("\"\u{1}\"", 1), (#"["\x"]"#, 2), (#"["\u12g4"]"#, 6), ("[1]]", 3), ("{} {}", 3),
        ("'a'", 0), ("[1] // no", 4), ("[NaN]", 1), ("[Infinity]", 1), ("\u{feff}{}", 0), ("[\u{a0}1]", 1), ("[1}", 2),
        (#""\"#, 1), (#""\u"#, 3), ("[\u{0}]", 1), ("é", 0),
    ])
    func `is refused as malformed at its byte`(text: String, offset: Int) throws {
        var reader = DocumentReader()

        let error = #expect(throws: JSONError.self) { try reader.read(Array(text.utf8)) { _ in } }

        guard case .malformed(let what)? = error?.reason else {
            Issue.record("refused as \(String(describing: error))")
            return
        }
        #expect(!what.isEmpty)
        #expect(error?.offset == offset)
    }

    @Test(arguments: [1, 2, 64, 1024])
    func `may nest up to the limit and no deeper`(limit: Int) throws {
        var reader = DocumentReader(depthLimit: limit)
        func nested(_ depth: Int, around inner: String) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)).utf8)
        }

        for inner in ["", "1", "\"a\""] {
            let kind = try reader.read(nested(limit, around: inner)) { $0.kind }
            #expect(kind == .array)
            let error = #expect(throws: JSONError.self) { try reader.read(nested(limit + 1, around: inner)) { _ in } }
            #expect(error?.reason == .tooDeep(limit: limit))
            #expect(error?.offset == limit)
        }
        let objects = String(repeating: "{\"a\":", count: limit) + "{}" + String(repeating: "}", count: limit)
        let error = #expect(throws: JSONError.self) { try reader.read(Array(objects.utf8)) { _ in } }
        #expect(error?.reason == .tooDeep(limit: limit))
        #expect(error?.path == Array(repeating: "a", count: limit).joined(separator: "."))
    }

    @Test func `does no harm when it nests ten thousand deep, closed or not`() {
        var reader = DocumentReader()

        for text in [String(repeating: "[", count: 10_000), String(repeating: "{\"a\":", count: 1_000_000)] {
            let error = #expect(throws: JSONError.self) { try reader.read(Array(text.utf8)) { _ in } }
            #expect(error?.reason == .tooDeep(limit: 64))
        }
    }

    @Test func `is refused when it is longer than the limit`() {
        var reader = DocumentReader(sizeLimitBytes: 10)

        let error = #expect(throws: JSONError.self) { try reader.read(Array("[123456789]".utf8)) { _ in } }

        #expect(error?.reason == .tooLarge(limitBytes: 10))
    }

    @Test(arguments: [2, 3, 31, 32, 33, 34, 1000])
    func `has a name twice wherever the two lie`(count: Int) throws {
        var reader = DocumentReader()
        let names = (0..<count).map { "\"member-number-\($0)\":\($0)" }

        for position in [0, count / 2, count - 1] {
            let text = "{" + names.joined(separator: ",") + ",\"member-number-\(position)\":0}"
            let error = #expect(throws: JSONError.self) { try reader.read(Array(text.utf8)) { _ in } }
            #expect(error?.reason == .duplicateKey("member-number-\(position)"))
        }
        let counted = try reader.read(Array(("{" + names.joined(separator: ",") + "}").utf8)) { $0.count }
        #expect(counted == count)
    }

    @Test func `is told from one whose names only resemble each other`() throws {
        var reader = DocumentReader()
        let names = [
            "", "a", "b", "aa", "ab", "A", "é", "e\u{301}", "abcdefg", "abcdefgh", "abcdefghi", "bbcdefgh",
            "azcdezg",  // of the same length, and the same first and last byte as one above
        ]
        let text = "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}"

        let count = try reader.read(Array(text.utf8)) { $0.count }

        #expect(count == names.count)
    }

    @Test func `is described in one line`() {
        let error = JSONError(path: "data.n", reason: .numberOutOfRange, offset: 12)
        let missing = JSONError(path: "", reason: .wrongType(expected: .object, found: .array))

        #expect("\(error)" == "data.n (byte 12): is an integer beyond 64 bits or a number that no double holds")
        #expect("\(missing)" == "the document: must be an object, and is an array")
    }

    @Test func `shows a stranger's names without control characters and ends of lines`() {
        var reader = DocumentReader()
        let text = "{\"a\u{7F}\u{85}\u{2028}\\n\": [1,]}"

        let error = #expect(throws: JSONError.self) { try reader.read(Array(text.utf8)) { _ in } }

        #expect(error?.path == #"["a\u007f\u0085\u2028\n"][1]"#)
    }

    @Test func `shows no more of a stranger's names than fits a line`() {
        var reader = DocumentReader()
        let name = String(repeating: "党", count: 100_000)

        let error = #expect(throws: JSONError.self) { try reader.read(Array("{\"\(name)\": [1,]}".utf8)) { _ in } }

        #expect(error?.path.count ?? 0 < 80)
    }
}
