/// What is wrong with a file, and where.
public struct YAMLError: Error, Equatable, Sendable {
    /// The file's name, as it was given.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int
    /// What is wrong.
    public let what: String
    /// What would be right, where that can be said.
    public let expected: String?

    /// An error at a place; also for readers of the tree that know what its values may be.
    public init(file: String, mark: Mark, what: String, expected: String? = nil) {
        self.file = file
        self.line = mark.line
        self.column = mark.column
        self.what = what
        self.expected = expected
    }
}

extension YAMLError: CustomStringConvertible {
    /// One line: `packs/national.yaml:12:5: unknown key “tittle”, expected one of: title, wording`.
    public var description: String {
        let expected = self.expected.map { ", expected \($0)" } ?? ""
        let text = "\(self.file):\(self.line):\(self.column): \(self.what)\(expected)"
        // What stands in the file may be anything, ends of lines among it.
        return String(text.map { $0.isNewline ? "\u{FFFD}" : $0 })
    }
}
