import JSON
import Testing

@Suite struct `The key of a string` {
    private static let lengths = [0, 1, 7, 8, 9, 14, 15, 16, 31, 254, 255, 256, 1_000]

    /// The key of a text that is the last of its document, and has a long one before it.
    private func key(_ text: String) throws -> TextKey? {
        var reader = DocumentReader()
        let document = "[\"\(String(repeating: "z", count: 40))\", \"\(text)\"]"
        var key: TextKey?
        try reader.read(Array(document.utf8)) { root in root.forEachElement { key = $0.textKey } }
        return key
    }

    @Test(arguments: lengths)
    func `is that of the text, wherever it lies`(length: Int) throws {
        let text = String((0..<length).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })

        #expect(try self.key(text) == TextKey(text))
    }

    @Test(arguments: lengths)
    func `differs for texts that differ in their length or their first bytes`(length: Int) throws {
        let text = String(repeating: "a", count: length)
        let key = TextKey(text)

        #expect(length >= 255 || TextKey(text + "a") != key)
        for place in 0..<min(length, TextKey.wholeBytes) {
            var bytes = Array(text.utf8)
            bytes[place] = UInt8(ascii: "b")
            #expect(try self.key(String(decoding: bytes, as: UTF8.self)) != key)
        }
    }

    @Test func `is not there where there is no string`() throws {
        var reader = DocumentReader()
        try reader.read(Array("[1]".utf8)) { root in #expect(root.textKey == nil) }
    }
}

@Suite struct `The members of an object` {
    @Test func `are passed one after the other to the end`() throws {
        var reader = DocumentReader()
        let document = #"{"": 1, "b": {"c": [1, {}]}, "a name longer than eight bytes": 2.5, "d": null}"#
        var (names, kinds): ([String], [Element.Kind]) = ([], [])

        try reader.read(Array(document.utf8)) { root in
            guard var cursor = root.members else { return }
            while !cursor.isAtEnd {
                names.append(String(decoding: [UInt8](copying: cursor.name), as: UTF8.self))
                kinds.append(cursor.value.kind)
                cursor.advance()
            }
        }

        #expect(names == ["", "b", "a name longer than eight bytes", "d"])
        #expect(kinds == [.integer, .object, .number, .null])
    }

    @Test func `are none of an empty one, and not there of anything else`() throws {
        var reader = DocumentReader()
        try reader.read(Array("{}".utf8)) { root in
            guard let cursor = root.members else {
                Issue.record("an empty object has members, none")
                return
            }
            let isAtEnd = cursor.isAtEnd
            #expect(isAtEnd)
        }
        try reader.read(Array("[]".utf8)) { root in
            if root.members != nil { Issue.record("an array has no members") }
        }
    }
}
