import JSON
import Testing

@Suite struct `A document` {
    @Test func `lends every kind of value`() throws {
        var reader = DocumentReader()
        let text = #"[null, true, -5, 18446744073709551615, 0.5, "党\n", [1, 2], {}]"#

        try reader.read(Array(text.utf8).span) { root in
            var kinds: [Element.Kind] = []
            root.forEachElement { kinds.append($0.kind) }
            #expect(kinds == [.null, .boolean, .integer, .unsigned, .number, .string, .array, .object])
        }
    }
}
