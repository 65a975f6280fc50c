public import Domain
public import JSON

/// A service's answer to a command that it did not carry out.
public struct CommandRejection: Hashable, Sendable {
    /// Why, for programs: `unknown-unit`.
    public internal(set) var code = ""
    /// The path of what is wrong, empty for the command as a whole.
    public internal(set) var field = ""
    /// Why, and what to do, for people.
    public internal(set) var sentence = BilingualText(zh: "", en: "")
    /// Of an import: the rows that are wrong.
    public internal(set) var rows: [RowFault] = []

    /// A rejection for that reason.
    public init(code: String, field: String, sentence: BilingualText, rows: [RowFault] = []) {
        self.code = code
        self.field = field
        self.sentence = sentence
        self.rows = rows
    }

    /// The type of a service's rejections: `guoying.registry.command-rejected.v1`.
    public static func type(of service: String) -> String { "guoying.\(service).command-rejected.v1" }

    /// The rejection's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("code", self.code)
            writer.member("field", self.field)
            writer.member("sentence", self.sentence)
            guard !self.rows.isEmpty else { return }
            writer.key("rows")
            writer.array { writer in for row in self.rows { row.write(into: &writer) } }
        }
        return writer.bytes
    }
}

extension CommandRejection: MessageBody {
    /// The types of all services' rejections.
    public static let types = ["registry", "activity", "supervision", "notification"].map { Self.type(of: $0) }

    /// Reads the data of a rejection.
    public static func read(_ data: Element, type: Int) throws(Fault) -> CommandRejection {
        try self.shape.read(data)
    }
}

extension RowFault {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("file", self.file)
            writer.member("line", self.line)
            writer.member("column", self.column)
            writer.member("code", self.code)
            writer.member("sentence", self.sentence)
        }
    }
}

extension CommandRejection: ObjectForm {
    static let shape = ObjectShape(CommandRejection(code: "", field: "", sentence: BilingualText(zh: "", en: "")))

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("code", .string(1...64)) { $0.code = $1 }
        try member.required("field", .string(0...256)) { $0.field = $1 }
        try member.required("sentence", .bilingual) { $0.sentence = $1 }
        try member.optional("rows", .list(of: RowFault.shape, count: 0...100_000)) { $0.rows = $1 }
    }
}

extension RowFault: ObjectForm {
    fileprivate static let shape = ObjectShape(
        RowFault(file: "", line: 1, column: "", code: "", sentence: BilingualText(zh: "", en: "")))

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("file", .string(0...255)) { $0.file = $1 }
        try member.required("line", .whole(1...1_000_000_000)) { $0.line = $1 }
        try member.required("column", .string(0...64)) { $0.column = $1 }
        try member.required("code", .string(1...64)) { $0.code = $1 }
        try member.required("sentence", .bilingual) { $0.sentence = $1 }
    }
}
