import JSON
import Kit
import Testing

/// Many documents made by chance from fixed seeds.
@Suite(.timeLimit(.minutes(1))) struct `Any document` {
    private static func canonical(_ text: [UInt8], _ reader: inout DocumentReader) throws -> [UInt8] {
        try reader.read(text) { root in
            var writer = CanonicalWriter()
            return writer.bytes(of: root)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `reads back as it was written`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var reader = DocumentReader()
        var writer = JSONWriter()

        for _ in 0..<50 {
            writer.removeAll()
            try RandomValue.make(depth: 4, using: &generator).write(to: &writer)
            let again = try reader.read(writer.bytes) { root in
                var bytes: [UInt8] = []
                root.compact(into: &bytes)
                return bytes
            }
            #expect(again == writer.bytes)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `has the canonical form of every equal document`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var reader = DocumentReader()

        for _ in 0..<50 {
            let value = RandomValue.make(depth: 4, using: &generator)
            let first = try Self.canonical(Array(value.disguised(using: &generator).utf8), &reader)
            let second = try Self.canonical(Array(value.disguised(using: &generator).utf8), &reader)
            #expect(first == second)
            #expect(try Self.canonical(first, &reader) == first)
        }
    }

    @Test func `has its members sorted by their bytes in the canonical form`() throws {
        var reader = DocumentReader()
        let names =
            (0..<100).map { "name-\($0)" } + [
                "", "a", "A", "é", "z", "🦊", "\u{ffff}", "name-", "abcdefgh", "abcdefghi",
            ]
        let text = "{" + names.map { "\"\($0)\": 0" }.joined(separator: ",") + "}"

        let form = try Self.canonical(Array(text.utf8), &reader)

        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(
            String(decoding: form, as: UTF8.self) == "{" + sorted.map { "\"\($0)\":0" }.joined(separator: ",") + "}")
    }

    @Test func `has room in the canonical form for what becomes longer, however much of it there is`() throws {
        var reader = DocumentReader()
        let count = 20_000

        for (short, long) in [("1e19", "10000000000000000000"), ("-1e18", "-1000000000000000000"), ("1e-4", "0.0001")] {
            let text = "[" + Array(repeating: short, count: count).joined(separator: ",") + "]"
            let form = try Self.canonical(Array(text.utf8), &reader)
            #expect(String(decoding: form, as: UTF8.self) == text.replacing(short, with: long))
        }
    }

    @Test func `has its members sorted in each of many objects that are open at once`() throws {
        var reader = DocumentReader()
        var text = "0"
        var sorted = "0"
        for depth in 0..<60 {
            text = "{\"z\":\(depth),\"inner\":\(text),\"a\":\(depth)}"
            sorted = "{\"a\":\(depth),\"inner\":\(sorted),\"z\":\(depth)}"
        }

        #expect(try String(decoding: Self.canonical(Array(text.utf8), &reader), as: UTF8.self) == sorted)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `that was damaged is read or refused at a byte, and never differs from itself`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var reader = DocumentReader(depthLimit: 8)
        let pieces = [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "\\u0000", "\\ud83e", "1e999", "-", "0", "\u{feff}", "e5",
        ]
        var refused = 0

        for _ in 0..<200 {
            var text = Array(RandomValue.make(depth: 4, using: &generator).disguised(using: &generator).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0...text.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text.insert(contentsOf: Array((pieces.randomElement(using: &generator) ?? "").utf8), at: place)
                case 1 where place < text.count: text[place] = UInt8.random(in: 0...255, using: &generator)
                case 2 where place < text.count: text.remove(at: place)
                default: text.removeLast(min(text.count, place / 4))
                }
            }
            do {
                let form = try Self.canonical(text, &reader)
                #expect(try Self.canonical(form, &reader) == form)
            } catch let error as JSONError {
                // Both parsers agree: the one that knows where it is found the fault of the one that does not.
                #expect(error.offset != nil, "\(error) in \(String(decoding: text, as: UTF8.self))")
                refused += 1
            }
        }

        #expect(refused > 50)
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `of bytes without meaning is refused at a byte`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var reader = DocumentReader()
        let alphabet = Array(#"{}[]",:\u0tfn1e-. "#.utf8) + [0x00, 0x80, 0xe5, 0xff]

        for _ in 0..<500 {
            let count = Int.random(in: 0..<40, using: &generator)
            let text = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            do {
                try reader.read(text) { _ in }
            } catch {
                #expect((error as? JSONError)?.offset != nil, "\(error) in \(text)")
            }
        }
    }
}
