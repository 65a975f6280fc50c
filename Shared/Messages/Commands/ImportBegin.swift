internal import JSON

/// An import begins.
public struct ImportBegin: Hashable, Sendable {
    /// The import that all its commands name.
    public internal(set) var importID = ""

    /// The beginning of that import.
    public init(importID: String) { self.importID = importID }

    func write(into writer: inout JSONWriter) {
        writer.object { $0.member("import", self.importID) }
    }
}

extension ImportBegin: ObjectForm {
    static let shape = ObjectShape(ImportBegin(importID: ""))

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("import", .string(1...128)) { $0.importID = $1 }
    }
}
