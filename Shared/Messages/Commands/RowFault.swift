public import Domain

/// What is wrong with a row of a file, and where.
public struct RowFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    public internal(set) var file = ""
    /// The line on which the row begins, from 1.
    public internal(set) var line = 1
    /// The column; empty where the row as a whole is meant.
    public internal(set) var column = ""
    /// What is wrong, for programs: `bad-day`.
    public internal(set) var code = ""
    /// What is wrong and what was expected, for people.
    public internal(set) var sentence = BilingualText(zh: "", en: "")

    /// A fault of that row.
    public init(file: String, line: Int, column: String, code: String, sentence: BilingualText) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.sentence = sentence
    }

    /// Where it is, as compilers write it: `units.csv:12: from`.
    public var place: String {
        self.column.isEmpty ? "\(self.file):\(self.line)" : "\(self.file):\(self.line): \(self.column)"
    }

    /// One line as compilers write it: `units.csv:12: from: …`.
    public var description: String { "\(self.place): \(self.sentence.en)" }
}
