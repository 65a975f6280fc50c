/// A file of YAML as a tree whose every value knows its line and column.
///
/// It is for files that people write: packs, configuration. What makes YAML surprising or dangerous is refused with
/// its place: a name twice, several documents, anchors and aliases (a small file could unfold to gigabytes), tags,
/// deep nesting, great length, and what is not UTF-8.
public struct YAMLDocument: Sendable {
    /// The longest text that is read, in bytes.
    public static let sizeLimitBytes = 1 << 20
    /// How many lists and mappings may lie inside one another.
    public static let depthLimit = 64

    /// The file's name, as it was given; it stands in every error.
    public let file: String
    /// The outermost value.
    public let root: YAMLNode

    /// Reads a text. `file` is only for errors.
    public static func parse(_ text: String, file: String) throws(YAMLError) -> YAMLDocument {
        try self.parse(Array(text.utf8), file: file)
    }

    /// Reads a text that should be UTF-8; a byte order mark at its start is passed over. `file` is only for errors.
    public static func parse(_ bytes: [UInt8], file: String) throws(YAMLError) -> YAMLDocument {
        let start = Mark(line: 1, column: 1)
        guard bytes.count <= self.sizeLimitBytes else {
            throw YAMLError(
                file: file, mark: start, what: "the file has \(bytes.count) bytes",
                expected: "at most \(self.sizeLimitBytes)")
        }
        let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            throw YAMLError(
                file: file, mark: Mark(of: error.byteOffsets.lowerBound, in: text.span), what: "the file is not UTF-8")
        }
        var builder = TreeBuilder(events: EventReader(text, file: file), file: file)
        return YAMLDocument(file: file, root: try builder.readDocument())
    }
}
