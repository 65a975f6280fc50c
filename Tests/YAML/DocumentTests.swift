import Testing
import YAML

@Suite struct `A YAML document` {
    private static let pack = """
        # A pack.
        id: hbgyzy-2021
        requirements:
          - id: theme-day
            title: {zh: 主题党日, en: "Theme Party day"}
            lead: 5
            confirmed: true
          - id: 'no'
            wording: |
              first line
              second line
        """

    @Test func `is a tree whose values know their places`() throws {
        let document = try YAMLDocument.parse(Self.pack, file: "pack.yaml")

        let root = try document.root.mapping(required: ["id", "requirements"])
        let requirements = try root.require("requirements").sequence()
        let first = try requirements[0].mapping(required: ["id", "title", "lead"], optional: ["confirmed"])
        let second = try requirements[1].mapping()
        #expect(try root.require("id").text() == "hbgyzy-2021")
        #expect(try first.require("title").mapping()["zh"]?.text() == "主题党日")
        #expect(try first.require("lead").integer() == 5)
        #expect(try first["confirmed"]?.boolean() == true)
        #expect(try second["wording"]?.text() == "first line\nsecond line")
        #expect(second["lead"] == nil)
        #expect(root.members.map(\.name) == ["id", "requirements"])
        #expect(root.members[1].mark == Mark(line: 3, column: 1))
        #expect(first["title"]?.mark == Mark(line: 5, column: 12))
        // Columns count characters: each of the four of the Chinese title is one.
        #expect(try first["title"]?.mapping()["en"]?.mark == Mark(line: 5, column: 27))
        #expect(second.mark == Mark(line: 8, column: 5))
    }

    @Test(arguments: [
        "no", "on", "yes", "010", "2021-03-01", "1e3", "0x10", "~", "null", "12:30:45", "<<", "=", "1_000",
    ])
    func `takes a plain scalar for the text that it is`(text: String) throws {
        let document = try YAMLDocument.parse("value: \(text)", file: "f")

        let value = try document.root.mapping().require("value")

        #expect(try value.text() == text)
        #expect(throws: YAMLError.self) { try value.boolean() }
        #expect(throws: YAMLError.self) { try value.integer() }
    }

    @Test(arguments: [("0", 0), ("-3", -3), ("9223372036854775807", Int.max)])
    func `spells an integer in plain decimal digits`(text: String, value: Int) throws {
        let plain = try YAMLDocument.parse(text, file: "f")
        let quoted = try YAMLDocument.parse("'\(text)'", file: "f")

        #expect(try plain.root.integer() == value)
        #expect(throws: YAMLError.self) { try quoted.root.integer() }
    }

    @Test func `tells an empty text from a value left out`() throws {
        let document = try YAMLDocument.parse("empty: ''\nmissing:\nlist: []", file: "f")

        let root = try document.root.mapping()

        #expect(try root.require("empty").text() == "")
        let error = #expect(throws: YAMLError.self) { try root.require("missing").text() }
        #expect(error.map(String.init(describing:)) == "f:2:9: the value is missing, expected a text")
        #expect(try root.require("list").sequence().isEmpty)
    }

    @Test func `may begin with a byte order mark or with dashes, and be JSON`() throws {
        for text in ["\u{feff}a: 1", "---\na: 1\n...\n", "%YAML 1.1\n---\na: 1", "{\"a\": 1}"] {
            let document = try YAMLDocument.parse(text, file: "f")
            #expect(try document.root.mapping(required: ["a"])["a"]?.integer() == 1)
        }
    }
}
