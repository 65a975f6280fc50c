internal import JSON

/// Rows of one file of an import, as the file has them: what a cell means is the registry's to say, with line and
/// column.
public struct ImportRows: Hashable, Sendable {
    /// One row of a file.
    public struct Row: Hashable, Sendable {
        /// The line of the file on which the row begins, from 1.
        public internal(set) var line = 1
        /// Its cells, one for each column.
        public internal(set) var cells: [String] = []

        /// The row that begins on that line.
        public init(line: Int, cells: [String]) {
            self.line = line
            self.cells = cells
        }
    }

    /// How much data one command carries at most, in bytes.
    public static let sizeLimitBytes = 500_000

    /// The import.
    public internal(set) var importID = ""
    /// Which file of the register it is.
    public internal(set) var file = RegisterFile.units
    /// The file's own name, for faults: `units.csv`.
    public internal(set) var name = ""
    /// The file's columns, in its order.
    public internal(set) var columns: [String] = []
    /// The rows.
    public internal(set) var rows: [Row] = []

    private init() {}

    /// Rows of a file of an import.
    public init(importID: String, file: RegisterFile, name: String, columns: [String], rows: [Row]) {
        self.importID = importID
        self.file = file
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    /// The same rows in as many commands as it takes for each to keep to the limit.
    public func split(sizeLimitBytes: Int = ImportRows.sizeLimitBytes) -> [ImportRows] {
        var parts: [ImportRows] = []
        var part = self
        part.rows = []
        var writer = JSONWriter()
        part.write(into: &writer)
        let frameBytes = writer.bytes.count
        var partBytes = frameBytes
        for row in self.rows {
            writer.removeAll()
            row.write(into: &writer)
            let rowBytes = writer.bytes.count + 1
            if partBytes + rowBytes > sizeLimitBytes, !part.rows.isEmpty {
                parts.append(part)
                part.rows = []
                partBytes = frameBytes
            }
            part.rows.append(row)
            partBytes += rowBytes
        }
        return part.rows.isEmpty ? parts : parts + [part]
    }

    /// What the answer says: how many rows were taken.
    static let taken = ObjectSchema([
        .required("import", .text(1...128)), .required("rows", .whole(0...100_000)),
    ])

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("import", self.importID)
            writer.member("file", self.file.rawValue)
            writer.member("name", self.name)
            writer.key("columns")
            writer.array { writer in for column in self.columns { writer.string(column) } }
            writer.key("rows")
            writer.array { writer in for row in self.rows { row.write(into: &writer) } }
        }
    }
}

extension ImportRows.Row {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("line", self.line)
            writer.key("cells")
            writer.array { writer in for cell in self.cells { writer.string(cell) } }
        }
    }
}

extension ImportRows: ObjectForm {
    static let shape = ObjectShape(ImportRows())

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("import", .string(1...128)) { $0.importID = $1 }
        try member.required("file", .oneOf(RegisterFile.self)) { $0.file = $1 }
        try member.required("name", .string(1...255)) { $0.name = $1 }
        try member.required("columns", .list(of: .string(1...64), count: 1...64)) { $0.columns = $1 }
        try member.required("rows", .list(of: .object(Row(line: 1, cells: [])), count: 0...100_000)) { $0.rows = $1 }
    }

    func check() throws(Fault) {
        guard self.file.accepts(self.columns) else { throw Fault(.schema, at: "columns") }
        for (position, row) in self.rows.enumerated() where row.cells.count != self.columns.count {
            throw Fault(.schema, at: "rows[\(position)].cells")
        }
    }
}

extension ImportRows.Row: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("line", .whole(1...1_000_000_000)) { $0.line = $1 }
        try member.required("cells", .list(of: .string(0...2_000), count: 1...64)) { $0.cells = $1 }
    }
}
