import JSON
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A document` {
    @Test func `lends every kind of value`() throws {
        var reader = DocumentReader()
        let text = #"[null, true, -5, 18446744073709551615, 0.5, "党\n", [1, 2], {}]"#

        try reader.read(Array(text.utf8)) { root in
            var kinds: [Element.Kind] = []
            root.forEachElement { kinds.append($0.kind) }
            #expect(kinds == [.null, .boolean, .integer, .unsigned, .number, .string, .array, .object])
        }
    }

    @Test func `gives each value only as what it is`() throws {
        var reader = DocumentReader()
        let text = #"{"n": null, "b": false, "i": -5, "u": 18446744073709551615, "d": 2.5, "s": "5"}"#

        let (integers, doubles, strings, booleans, nulls) = try reader.read(Array(text.utf8)) { root in
            var integers: [Int64?] = []
            var doubles: [Double?] = []
            var strings: [String?] = []
            var booleans: [Bool?] = []
            var nulls: [Bool] = []
            root.forEachMember { _, value in
                integers.append(value.integer)
                doubles.append(value.double)
                strings.append(value.string)
                booleans.append(value.boolean)
                nulls.append(value.isNull)
            }
            return (integers, doubles, strings, booleans, nulls)
        }

        #expect(integers == [nil, nil, -5, nil, nil, nil])
        #expect(doubles == [nil, nil, -5, 18_446_744_073_709_551_616, 2.5, nil])
        #expect(strings == [nil, nil, nil, nil, nil, "5"])
        #expect(booleans == [nil, false, nil, nil, nil, nil])
        #expect(nulls == [true, false, false, false, false, false])
    }

    @Test func `gives its members in their order, by literal names`() throws {
        var reader = DocumentReader()
        let text = #"{"unit": "b-0103", "segments": [{"minutes": 60}, {"minutes": 30}], "startedAt": "T", "\u0061": 1}"#

        var seen: [String] = []
        try reader.read(Array(text.utf8)) { root in
            root.forEachMember { name, value in
                switch name {
                case "unit": seen.append("unit \(value.string ?? "")")
                case "segments":
                    value.forEachElement { segment in
                        segment.forEachMember { _, value in seen.append("minutes \(value.integer ?? 0)") }
                    }
                case "startedAt": seen.append("start")
                case "a": seen.append("a")
                default: seen.append("?")
                }
            }
        }

        #expect(seen == ["unit b-0103", "minutes 60", "minutes 30", "start", "a"])
    }

    @Test(arguments: ["", "a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh", "abcdefghijklmnop"])
    func `tells a name from a literal by every byte`(name: String) throws {
        let bytes = Array(name.utf8)

        let matches = [
            bytes.span == "", bytes.span == "a", bytes.span == "ab", bytes.span == "abc", bytes.span == "abcd",
            bytes.span == "abcde", bytes.span == "abcdef", bytes.span == "abcdefg", bytes.span == "abcdefgh",
            bytes.span == "abcdefghijklmnop",
        ]

        #expect(matches.count { $0 } == 1)
        for position in bytes.indices {
            var other = bytes
            other[position] ^= 1
            let isAny = other.span == "abcdefg" || other.span == "abcdefgh" || other.span == "abcdefghijklmnop"
            #expect(!isAny)
        }
    }

    @Test func `finds a member by name and says what is missing`() throws {
        var reader = DocumentReader()
        let text = #"{"data": {"attendance": {"due": 32}, "items": [{"id": "x"}, {"id": 7}]}}"#

        try reader.read(Array(text.utf8)) { root in
            let data = try root.require("data")
            let attendance = try data.require("attendance")
            let due = try attendance.require("due").requireInteger()
            #expect(due == 32)
            let missing = #expect(throws: JSONError.self) { _ = try attendance.require("present").kind }
            #expect(missing == JSONError(path: "data.attendance.present", reason: .missing))
            let items = try data.require("items")
            let wrong = #expect(throws: JSONError.self) {
                try items.forEachElement { item throws(JSONError) in _ = try item.require("id").requireString() }
            }
            #expect(
                wrong
                    == JSONError(path: "data.items[1].id", reason: .wrongType(expected: .string, found: .integer)))
            let scalar = #expect(throws: JSONError.self) {
                _ = try attendance.require("due").require("more").kind
            }
            #expect(scalar?.path == "data.attendance.due")
            #expect(scalar?.reason == .wrongType(expected: .object, found: .integer))
            let isThere = root.member("nothing") != nil
            #expect(!isThere)
        }
    }

    @Test func `names the path of any of its values`() throws {
        var reader = DocumentReader()
        let text = #"{"a.b": [[], [{"": {"中 文": 1}}]], "c": {"d": 2}}"#

        let paths = try reader.read(Array(text.utf8)) { root in
            var paths: [String] = []
            func walk(_ element: Element) {
                paths.append(element.path)
                element.forEachElement { walk($0) }
                element.forEachMember { _, value in walk(value) }
            }
            walk(root)
            return paths
        }

        #expect(
            paths == [
                "", #"["a.b"]"#, #"["a.b"][0]"#, #"["a.b"][1]"#, #"["a.b"][1][0]"#, #"["a.b"][1][0][""]"#,
                #"["a.b"][1][0][""]["中 文"]"#, "c", "c.d",
            ])
    }

    @Test func `lends the bytes of a string without copying them`() throws {
        var reader = DocumentReader()

        let count = try reader.read(Array(#"["党史", 1]"#.utf8)) { root in
            var counts: [Int?] = []
            root.forEachElement { counts.append($0.utf8?.count) }
            return counts
        }

        #expect(count == [6, nil])
    }

    @Test func `is read again and again with one reader, after refusals too`() throws {
        var reader = DocumentReader()

        for round in 0..<100 {
            #expect(throws: JSONError.self) { try reader.read(Array("[1,".utf8)) { _ in } }
            let value = try reader.read(Array("[\(round)]".utf8)) { root in
                var value: Int64?
                root.forEachElement { value = $0.integer }
                return value
            }
            #expect(value == Int64(round))
        }
    }

    @Test func `passes on what its reader throws`() throws {
        struct Refusal: Error {}
        var reader = DocumentReader()

        #expect(throws: Refusal.self) { try reader.read(Array("{}".utf8)) { _ in throw Refusal() } }

        let kind = try reader.read(Array("{}".utf8)) { $0.kind }
        #expect(kind == .object)
    }

    @Test func `may have twenty megabytes and a hundred thousand members`() throws {
        var reader = DocumentReader()
        let members = (0..<100_000).map { "\"name-\($0)\":[\"\(String(repeating: "x", count: 180))\",\($0)]" }
        let text = Array(("{" + members.joined(separator: ",") + "}").utf8)
        #expect(text.count > 20_000_000)

        let (count, last) = try reader.read(text) { root in
            (root.count, root.member("name-99999")?.count)
        }

        #expect(count == 100_000)
        #expect(last == 2)
    }

    @Test func `counts more members than its tape can note`() throws {
        var reader = DocumentReader(sizeLimitBytes: 64 << 20)
        var text = Array("1,".utf8)
        for _ in 0..<24 { text += text }
        text = [UInt8(ascii: "[")] + text + [UInt8(ascii: "1"), UInt8(ascii: "]")]

        let counted = try reader.read(text) { $0.count }

        #expect(counted == (1 << 24) + 1)
    }
}
