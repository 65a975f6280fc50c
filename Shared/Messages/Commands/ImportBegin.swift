internal import JSON

/// An import begins.
public struct ImportBegin: Hashable, Sendable {
    /// The import that all its commands name.
    public internal(set) var importID = ""

    /// The beginning of that import.
    public init(importID: String) { self.importID = importID }

    static let shape = ObjectDescription<ImportBegin>([
        .required("import", .text(1...128)) { $0.importID = $1 }
    ]).shape(ImportBegin(importID: ""))

    func write(into writer: inout JSONWriter) {
        writer.object { $0.member("import", self.importID) }
    }
}
