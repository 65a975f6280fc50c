internal import JSON

/// All rows of an import have been sent.
public struct ImportCommit: Hashable, Sendable {
    /// What becomes of an import that has no fault.
    public enum Mode: String, CaseIterable, Sendable {
        /// It is applied.
        case apply
        /// It was only to be checked.
        case check
    }

    /// The import.
    public internal(set) var importID = ""
    /// How many rows were sent: where fewer arrived, the import is not whole.
    public internal(set) var rows = 0
    /// What becomes of it.
    public internal(set) var mode = Mode.apply

    /// The end of that import.
    public init(importID: String, rows: Int, mode: Mode) {
        self.importID = importID
        self.rows = rows
        self.mode = mode
    }

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("import", self.importID)
            writer.member("rows", self.rows)
            writer.member("mode", self.mode.rawValue)
        }
    }
}

extension ImportCommit: ObjectForm {
    static let shape = ObjectShape(ImportCommit(importID: "", rows: 0, mode: .apply))

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("import", .string(1...128)) { $0.importID = $1 }
        try member.required("rows", .whole(0...100_000_000)) { $0.rows = $1 }
        try member.required("mode", .oneOf(Mode.self)) { $0.mode = $1 }
    }
}

extension ImportCommit.Mode: ListedWord {
    static let words = WordList(Self.self)
}
