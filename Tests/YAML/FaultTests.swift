import Testing
import YAML

@Suite(.timeLimit(.minutes(1))) struct `A fault in a YAML file` {
    private func error(in text: String) throws -> String {
        let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse(text, file: "packs/a.yaml") }
        return try #require(error).description
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", "3:1: the key “a” stands here again, first in line 1"),
        ("a: {b: 1, 'b': 2}", "1:11: the key “b” stands here again, first in line 1"),
        ("a: 1\n---\nb: 2", "2:1: a second document begins here, expected one document in a file"),
        ("a: &x 1\nb: 2", "1:4: an anchor (“&”) stands here, expected none"),
        ("a: &x [1]", "1:4: an anchor (“&”) stands here, expected none"),
        ("a: &x {b: 1}", "1:4: an anchor (“&”) stands here, expected none"),
        ("a: 1\nb: *x", "2:4: an alias (“*”) stands here, expected the value itself"),
        ("a: !!str 1", "1:4: a tag (“!”) stands here, expected none"),
        ("a: ! 1", "1:4: a tag (“!”) stands here, expected none"),
        ("a: !!set {b}", "1:4: a tag (“!”) stands here, expected none"),
        ("? [a, b]\n: 1", "1:3: a list or a mapping stands as a key, expected a text"),
        ("", "1:1: the file is empty"),
        ("# nothing", "1:10: the file is empty"),
        ("# nothing\n", "2:1: the file is empty"),
    ])
    func `that we refuse is told with its line and column`(text: String, message: String) throws {
        #expect(try self.error(in: text) == "packs/a.yaml:" + message)
    }

    @Test(arguments: [
        ("a: 1\n b: 2", "2:3:"), ("a: [1, 2\nb: 3", "2:"), ("a: 'x", "1:"), ("a:\n\t- b", "2:1:"), ("a: b: c", "1:5:"),
        ("- a\nb: c", "2:1:"), ("a: \"\\q\"", "1:"), ("a: @b", "1:4:"), ("主题: [", "1:6:"), ("a: \u{7}", "1:4:"),
        ("a: 1\n主题: \u{0}", "2:5:"), ("a: 1\r主: \u{0}", "2:4:"), ("a: 1\r\nb: \u{0}", "2:4:"),
        ("a: \u{2028}\u{85}b: \u{0}", "3:4:"),
    ])
    func `that libyaml finds is told with its line and column`(text: String, place: String) throws {
        let message = try self.error(in: text)

        #expect(message.hasPrefix("packs/a.yaml:" + place), "\(message)")
    }

    @Test func `says where the bytes are not UTF-8`() throws {
        let bytes = Array("a: 1\n主题: x".utf8) + [0xff] + Array("y".utf8)

        let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse(bytes, file: "f") }

        #expect(error.map(String.init(describing:)) == "f:2:6: the file is not UTF-8")
    }

    @Test func `may be its depth`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }

        _ = try YAMLDocument.parse(nested(64), file: "f")

        #expect(try self.error(in: nested(65)).contains("packs/a.yaml:1:65: lists and mappings are nested too deep"))
        #expect(try self.error(in: String(repeating: "[", count: 10_000)).contains("nested too deep"))
        #expect(try self.error(in: String(repeating: "- ", count: 10_000)).contains("nested too deep"))
        #expect(try self.error(in: String(repeating: "{a: ", count: 10_000)).contains("nested too deep"))
    }

    @Test func `may be its length`() throws {
        let longest = "a: " + String(repeating: "x", count: (1 << 20) - 3)

        _ = try YAMLDocument.parse(longest, file: "f")

        #expect(
            try self.error(in: longest + "x")
                == "packs/a.yaml:1:1: the file has 1048577 bytes, expected at most 1048576")
    }

    @Test func `may be a key that nobody knows or that is not there`() throws {
        let document = try YAMLDocument.parse("requirement:\n  id: x\n  tittle: y\n", file: "f")
        let requirement = try document.root.mapping().require("requirement")

        let unknown = #expect(throws: YAMLError.self) {
            try requirement.mapping(required: ["id"], optional: ["title", "lead"])
        }
        let missing = #expect(throws: YAMLError.self) {
            try requirement.mapping(required: ["id", "tittle", "lead"])
        }

        #expect(
            unknown.map(String.init(describing:)) == "f:3:3: unknown key “tittle”, expected one of: id, title, lead")
        #expect(missing.map(String.init(describing:)) == "f:2:3: the key “lead” is missing")
    }

    @Test func `is one line, whatever stands in the file`() throws {
        let document = try YAMLDocument.parse(#""a\nb": x"#, file: "f")

        let unknown = #expect(throws: YAMLError.self) { try document.root.mapping(required: [], optional: ["id"]) }

        #expect(unknown.map { "\($0)" } == "f:1:1: unknown key “a\u{FFFD}b”, expected one of: id")
    }

    @Test func `may be a value of another kind`() throws {
        let document = try YAMLDocument.parse("text: x\nquoted: '1'\nlist: [1]\nmap: {a: b}\nnothing:\n", file: "f")
        let root = try document.root.mapping()

        let messages = try ["text", "quoted", "list", "map", "nothing"].map { name in
            let value = try root.require(name)
            return #expect(throws: YAMLError.self) { try value.integer() }.map { "\($0)" }
        }
        let text = #expect(throws: YAMLError.self) { try root.require("list").text() }
        let list = #expect(throws: YAMLError.self) { try root.require("map").sequence() }
        let map = #expect(throws: YAMLError.self) { try root.require("text").mapping() }

        #expect(
            messages == [
                "f:1:7: “x” stands here, expected an integer like 12 or -3",
                "f:2:9: the text “1” stands here, expected an integer like 12 or -3",
                "f:3:7: a list stands here, expected an integer like 12 or -3",
                "f:4:6: names with values stand here, expected an integer like 12 or -3",
                "f:5:9: the value is missing, expected an integer like 12 or -3",
            ])
        #expect(text?.expected == "a text")
        #expect(list?.expected == "a list")
        #expect(map?.expected == "names with values")
    }

    @Test func `in any damaged file is found without harm`() throws {
        var state: UInt64 = 2021
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let text = Array("a: {b: [1, 'x'], c: |\n  block\n}\nd:\n  - e: \"f\"\n  - 党史 # note\n? g\n: h\n".utf8)
        let signs = Array("&*!-?:,[]{}#|>'\"%@`\t\n ".utf8)
        var refused = 0

        for _ in 0..<5000 {
            var damaged = text
            for _ in 0...random(3) {
                switch random(3) {
                case 0: damaged[random(damaged.count)] = UInt8(random(256))
                case 1: damaged.remove(at: random(damaged.count))
                default: damaged.insert(signs[random(signs.count)], at: random(damaged.count))
                }
            }
            do {
                _ = try YAMLDocument.parse(damaged, file: "f")
            } catch {
                #expect(error.line >= 1 && error.column >= 1)
                refused += 1
            }
        }

        #expect(refused > 1000)
    }
}
