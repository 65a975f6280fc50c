import FoundationEssentials
import Testing

/// The faults that are made on purpose: they are told as text, and a text that is not there any more catches nothing.
@Suite struct `The mutations` {
    @Test func `change what stands in the source exactly once`() throws {
        let list = try String(
            contentsOf: URL(filePath: "\(Repository.top)/Tests/Mutations/mutations.toml"), encoding: .utf8)
        let edits = list.split(separator: "[[mutation.edits]]").dropFirst()
        #expect(edits.count >= 8)
        for edit in edits {
            let file = try #require(Self.value(of: "file", in: edit, between: "\""))
            let old = try #require(Self.value(of: "old", in: edit, between: "'''"))
            let source = try String(contentsOf: URL(filePath: "\(Repository.top)/\(file)"), encoding: .utf8)

            // A line break that follows the quotes is not part of the text.
            let text = old.hasPrefix("\n") ? String(old.dropFirst()) : old
            #expect(source.ranges(of: text).count == 1, "\(file) has not once: \(text)")
        }
    }

    private static func value(of name: String, in edit: Substring, between quotes: String) -> String? {
        guard let start = edit.firstRange(of: "\(name) = \(quotes)")?.upperBound else { return nil }
        guard let end = edit[start...].firstRange(of: quotes)?.lowerBound else { return nil }
        return String(edit[start..<end])
    }
}
