public import JSON

/// The registry's answer to an import in which it found no fault.
public struct ImportOutcome: Hashable, Sendable {
    /// The import.
    public internal(set) var importID = ""
    /// How many rows of each file there were.
    public internal(set) var rows: [RegisterFile: Int] = [:]
    /// Rows that say something of which nothing was known.
    public internal(set) var new = 0
    /// Rows that say something else than what was known.
    public internal(set) var changed = 0
    /// Rows that repeat what was known.
    public internal(set) var unchanged = 0

    /// What an import came to: so many rows of each file, none of those that are not named, and what they changed.
    public init(importID: String, rows: [RegisterFile: Int], new: Int, changed: Int, unchanged: Int) {
        self.importID = importID
        self.rows = rows.filter { $0.value > 0 }
        self.new = new
        self.changed = changed
        self.unchanged = unchanged
    }

    /// The answer's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("import", self.importID)
            for file in RegisterFile.allCases { writer.member(file.rawValue, self.rows[file] ?? 0) }
            writer.member("new", self.new)
            writer.member("changed", self.changed)
            writer.member("unchanged", self.unchanged)
        }
        return writer.bytes
    }
}

extension ImportOutcome: MessageBody {
    /// The type of the answer where the import was applied, and where it was only to be checked.
    public static let types = ["guoying.registry.imported.v1", "guoying.registry.import-checked.v1"]

    /// The type of the answer to an import that ended in this mode.
    public static func type(of mode: ImportCommit.Mode) -> String {
        switch mode {
        case .apply: self.types[0]
        case .check: self.types[1]
        }
    }

    /// Reads the data of an answer.
    public static func read(_ data: Element, type: Int) throws(Fault) -> ImportOutcome {
        try self.shape.read(data)
    }

    private mutating func count(_ rows: Int, of file: RegisterFile) {
        if rows > 0 { self.rows[file] = rows }
    }
}

extension ImportOutcome: ObjectForm {
    static let shape = ObjectShape(ImportOutcome(importID: "", rows: [:], new: 0, changed: 0, unchanged: 0))

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        let count = WholeShape(range: 0...1_000_000_000)
        try member.required("import", .string(1...128)) { $0.importID = $1 }
        try member.required("units", count) { $0.count($1, of: .units) }
        try member.required("members", count) { $0.count($1, of: .members) }
        try member.required("committees", count) { $0.count($1, of: .committees) }
        try member.required("posts", count) { $0.count($1, of: .posts) }
        try member.required("sources", count) { $0.count($1, of: .sources) }
        try member.required("new", count) { $0.new = $1 }
        try member.required("changed", count) { $0.changed = $1 }
        try member.required("unchanged", count) { $0.unchanged = $1 }
    }
}
