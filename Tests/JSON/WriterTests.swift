import JSON
import Testing

@Suite struct `A writer` {
    @Test func `puts the commas`() throws {
        var writer = JSONWriter()

        try writer.object { writer throws(JSONError) in
            writer.key("unit")
            writer.string("b-0103")
            writer.key("empty")
            writer.array { _ in }
            writer.key("nothing")
            writer.object { _ in }
            writer.key("values")
            try writer.array { writer throws(JSONError) in
                writer.integer(-60)
                writer.unsigned(.max)
                try writer.number(0.1)
                writer.boolean(true)
                writer.boolean(false)
                writer.null()
                writer.utf8(Array("党".utf8).span)
                writer.raw(Array(#"{"a":[1]}"#.utf8).span)
                writer.array { $0.array { $0.integer(Int64.min) } }
                writer.string(",")
                writer.string("[")
            }
        }

        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(
            text
                == #"{"unit":"b-0103","empty":[],"nothing":{},"values":[-60,18446744073709551615,0.1,true,false,null,"#
                + #""党",{"a":[1]},[[-9223372036854775808]],",","["]}"#)
    }

    @Test func `escapes what RFC 8259 asks for and nothing else`() {
        var writer = JSONWriter()

        writer.string("a\"b\\c/\u{8}\u{9}\u{a}\u{c}\u{d}\u{0}\u{1f}\u{7f}é🦊 and a tail that is plain")

        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text == #""a\"b\\c/\b\t\n\f\r\u0000\u001f"# + "\u{7f}é🦊 and a tail that is plain\"")
    }

    @Test func `escapes a character wherever it stands in a string`() throws {
        var reader = DocumentReader()
        var writer = JSONWriter()

        for length in 1..<40 {
            for position in 0..<length {
                for character in ["\"", "\\", "\u{1f}", "\u{80}", "!", "]", " "] {
                    let text =
                        String(repeating: "x", count: position) + character
                        + String(repeating: "y", count: length - position - 1)
                    writer.removeAll()
                    writer.string(text)
                    let read = try reader.read(writer.bytes) { $0.string }
                    #expect(read == text)
                }
            }
        }
    }

    @Test(arguments: [
        0.0, -0.0, 0.1, 1, 1e16, 1e21, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1.0 / 3, 123_456.789, -1e-7,
    ])
    func `gives a double digits that read back as the same double`(value: Double) throws {
        var reader = DocumentReader()
        var writer = JSONWriter()

        try writer.number(value)

        let read = try reader.read(writer.bytes) { $0.double }
        #expect(read?.bitPattern == value.bitPattern)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `refuses what JSON has no number for, and writes nothing`(value: Double) {
        var writer = JSONWriter()

        let error = #expect(throws: JSONError.self) { try writer.number(value) }

        #expect(error?.reason == .numberOutOfRange)
        #expect(writer.bytes.isEmpty)
    }

    @Test func `starts afresh after it was emptied`() {
        var writer = JSONWriter()
        writer.string("one")

        writer.removeAll()
        writer.integer(2)

        #expect(writer.bytes == Array("2".utf8))
    }

    @Test func `passes an element on as it stood`() throws {
        var reader = DocumentReader()
        var writer = JSONWriter()
        let text =
            #"{ "b" : [ 1 , 2.50, "\u515a\n" ], "a": { }, "t": true, "f": false, "n": null, "u": 9223372036854775808 }"#

        try reader.read(Array(text.utf8)) { root in
            writer.array { writer in
                writer.element(root)
                writer.integer(1)
            }
        }

        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"[{"b":[1,2.5,"党\n"],"a":{},"t":true,"f":false,"n":null,"u":9223372036854775808},1]"#)
    }
}
