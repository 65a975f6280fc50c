internal import YAML

/// Something that a look at pack files found.
public struct PackFinding: Hashable, Sendable, CustomStringConvertible {
    /// How much it matters.
    public enum Weight: String, Sendable {
        /// The pack cannot be read.
        case fault
        /// The pack can be read, and its author should look again.
        case warning
    }

    /// How much it matters.
    public let weight: Weight
    /// The file, as it was given.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int
    /// What was found, and what was expected where that can be said.
    public let text: String

    init(_ weight: Weight, _ error: YAMLError) {
        self.weight = weight
        self.file = error.file
        self.line = error.line
        self.column = error.column
        self.text = error.what + (error.expected.map { ", expected \($0)" } ?? "")
    }

    /// One line: `packs/a.yaml:12:5: unknown key “tittle”, expected one of: …`; a warning says that it is one.
    public var description: String {
        "\(self.file):\(self.line):\(self.column): \(self.weight == .warning ? "warning: " : "")\(self.text)"
    }
}
