public import JSON

/// The registry's answer to an import in which it found no fault.
public struct ImportOutcome: Hashable, Sendable {
    /// The import.
    public internal(set) var importID = ""
    /// Rows of `units`.
    public internal(set) var units = 0
    /// Rows of `members`.
    public internal(set) var members = 0
    /// Rows of `sources`.
    public internal(set) var sources = 0
    /// Rows that say something of which nothing was known.
    public internal(set) var new = 0
    /// Rows that say something else than what was known.
    public internal(set) var changed = 0
    /// Rows that repeat what was known.
    public internal(set) var unchanged = 0

    /// What an import came to: so many rows of each file, and what they changed.
    public init(
        importID: String, rows: (units: Int, members: Int, sources: Int), new: Int, changed: Int, unchanged: Int
    ) {
        self.importID = importID
        (self.units, self.members, self.sources) = rows
        self.new = new
        self.changed = changed
        self.unchanged = unchanged
    }

    /// The answer's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("import", self.importID)
            writer.member("units", self.units)
            writer.member("members", self.members)
            writer.member("sources", self.sources)
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

    private static let shape = ObjectDescription<ImportOutcome>([
        .required("import", .text(1...128)) { $0.importID = $1 },
        .required("units", .whole(0...1_000_000_000)) { $0.units = $1 },
        .required("members", .whole(0...1_000_000_000)) { $0.members = $1 },
        .required("sources", .whole(0...1_000_000_000)) { $0.sources = $1 },
        .required("new", .whole(0...1_000_000_000)) { $0.new = $1 },
        .required("changed", .whole(0...1_000_000_000)) { $0.changed = $1 },
        .required("unchanged", .whole(0...1_000_000_000)) { $0.unchanged = $1 },
    ]).shape(ImportOutcome(importID: "", rows: (0, 0, 0), new: 0, changed: 0, unchanged: 0))
}
