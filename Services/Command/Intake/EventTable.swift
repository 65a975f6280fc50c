internal import Domain
internal import FoundationEssentials
internal import JSON
internal import Messages
internal import ServiceKit
internal import Spreadsheet
internal import YAML

/// The events of a table: CSV with a header row that names attributes (`source`, `id`, `time`, `recordedtime`, `type`)
/// and members of the data (`unit`, `kind`, `startedAt`, `attendance.due`, `topics`, `segments.study`), or anything
/// that a mapping explains. An empty cell is no member; the words of a list stand apart by semicolons.
struct EventTable {
    private let mapping: EventMapping?
    private let members: [String?]
    private var rows: ArraySlice<CSVReader.Row>
    private let headers: [String]
    private var types = MemberTypes()

    private static let attributes: Set = ["id", "source", "type", "time", "recordedtime", "subject"]

    /// Reads a file that is a table.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be read, or is no table of events.
    init(_ name: String, _ mapping: EventMapping?) throws(CommandFailure) {
        guard let data = FileManager.default.contents(atPath: name) else {
            throw CommandFailure("cannot read \(name); see that the file is there and may be read")
        }
        try self.init(Array(data), name: name, mapping)
    }

    /// Reads the bytes of a table from a file of that name.
    ///
    /// - Throws: ``CommandFailure`` where it is no table of events.
    init(_ bytes: [UInt8], name: String, _ mapping: EventMapping?) throws(CommandFailure) {
        let reader: CSVReader
        do throws(FileText.Damage) {
            reader = CSVReader(try FileText(bytes))
        } catch {
            throw Self.fault(name, error.line, error.sentence.en)
        }
        if let fault = reader.faults.first { throw Self.fault(name, fault.line, fault.kind.sentence.en) }
        guard let header = reader.rows.first else { throw Self.fault(name, 1, "a header row is expected") }
        var headers = header.cells.map { $0.trimmed }
        while headers.last?.isEmpty ?? false { headers.removeLast() }
        for (place, column) in headers.enumerated() where headers[..<place].contains(column) {
            throw Self.fault(name, header.line, "the column '\(column.fitted(to: 60))' stands there twice")
        }
        if let row = reader.rows.dropFirst().first(where: { Self.isTooWide($0, for: headers.count) }) {
            throw Self.fault(
                name, row.line,
                "has \(row.cells.count) cells, the header \(headers.count); a cell with a comma in it needs quotes around it"
            )
        }
        self.mapping = mapping
        self.headers = headers
        self.rows = reader.rows.dropFirst()
        if let mapping {
            if let missing = (mapping.columns.keys.sorted() + mapping.id).first(where: { !headers.contains($0) }) {
                throw Self.fault(
                    name, header.line,
                    "the mapping names a column '\(missing.fitted(to: 60))' that is not there"
                        + NearestName.suggestion(for: missing, among: headers))
            }
            self.members = headers.map { mapping.columns[$0] }
        } else {
            let known = MemberTypes.names.union(Self.attributes)
            for column in headers where !Self.names(column, among: known) {
                throw Self.fault(
                    name, header.line,
                    "no event has a member '\(column.fitted(to: 60))'"
                        + NearestName.suggestion(for: column, among: known)
                        + "; a mapping (--mapping) says what the columns of another table mean")
            }
            self.members = headers
        }
    }

    /// Whether a column is called as a member that there is, or as something within it.
    private static func names(_ column: String, among known: Set<String>) -> Bool {
        guard let path = MemberPath(column), path.isPlaceable, case .name(let name)? = path.steps.first else {
            return false
        }
        return known.contains(name)
    }

    /// What is wrong on a line, in one line whatever stands there.
    private static func fault(_ name: String, _ line: Int, _ text: String) -> CommandFailure {
        CommandFailure("\(name):\(line): \(text)".printable)
    }

    /// What a cell's words mean, taken together or one by one.
    private static func meaning(of cell: String, by words: [String: String]) -> String {
        words[cell.trimmed] ?? MemberTypes.words(of: cell).map { words[$0] ?? $0 }.joined(separator: ";")
    }

    private static func isTooWide(_ row: CSVReader.Row, for count: Int) -> Bool {
        row.cells.dropFirst(count).contains { !$0.trimmed.isEmpty }
    }

    /// The next row as an event; nil behind the last one.
    mutating func next() -> EventFile.Text? {
        while let row = self.rows.popFirst() {
            if row.cells.allSatisfy({ $0.trimmed.isEmpty }) { continue }
            return EventFile.Text(line: row.line, bytes: self.event(row.cells))
        }
        return nil
    }

    private mutating func event(_ cells: [String]) -> [UInt8] {
        var values = (self.mapping?.constants ?? []).map { (member: $0.member, text: $0.value) }
        for (member, cell) in zip(self.members, cells) {
            guard let member, !cell.trimmed.isEmpty else { continue }
            let text = self.mapping?.values[member].map { Self.meaning(of: cell, by: $0) } ?? cell.trimmed
            values.removeAll { $0.member == member }
            values.append((member, text))
        }
        if let columns = self.mapping?.id, !columns.isEmpty, !values.contains(where: { $0.member == "id" }) {
            let parts = columns.map { column in
                self.headers.firstIndex(of: column).map { $0 < cells.count ? cells[$0].trimmed : "" } ?? ""
            }
            values.append(("id", parts.joined(separator: "-")))
        }
        let kind = values.first { $0.member == "kind" }?.text
        var event = JSONTree()
        event.set("specversion", .text("1.0"))
        event.set("type", .text(ActivityType.held.rawValue))
        for (member, text) in values {
            if Self.attributes.contains(member) {
                event.set(member, .text(self.attribute(member, text)))
            } else if member.hasPrefix("segments."), let part = member.split(separator: ".").last {
                event.append("data.segments", [("part", .text(String(part))), ("minutes", self.types.minutes(text))])
            } else {
                event.set("data.\(member)", self.types.value(text, of: member, kind: kind))
            }
        }
        return event.json
    }

    /// `held` is short for the type's name, and a moment is one of Shanghai where it has no offset.
    private func attribute(_ name: String, _ text: String) -> String {
        switch name {
        case "type":
            return ActivityType.allCases.first { $0.rawValue == "guoying.activity.\(text).v1" }?.rawValue ?? text
        case "time", "recordedtime": return Instant(cell: text)?.description ?? text
        default: return text
        }
    }
}

/// What the members of events are, as the schemas say it.
private struct MemberTypes {
    private var known: [String: [String: String]] = [:]

    /// The names of the members that any event has.
    static let names: Set<String> = {
        var names: Set = ["corrects", "retracts", "reason", "until", "kinds"]
        var reader = DocumentReader()
        for kind in ActivityKind.allCases {
            try? reader.read(SchemaDocument.held(kind).json) { schema in
                schema.member("properties")?.forEachMember { name, _ in
                    names.insert(String(decoding: Array(copying: name), as: UTF8.self))
                }
            }
        }
        return names
    }()

    /// The value that a cell means: a number, true or false, a moment or a list where the member is one, else a text.
    /// What does not fit stays a text, and is found faulty as such.
    mutating func value(_ text: String, of member: String, kind: String?) -> JSONTree.Leaf {
        switch self.type(of: member, kind: kind) {
        case "integer": return Int64(text).map { .integer($0) } ?? .text(text)
        case "number": return Double(text).flatMap { $0.isFinite ? .number($0) : nil } ?? .text(text)
        case "boolean": return ["true": .boolean(true), "false": .boolean(false)][text.lowercased()] ?? .text(text)
        case "date-time": return .text(Instant(cell: text)?.description ?? text)
        case "date": return .text(Day(cell: text)?.description ?? text)
        case "array": return .list(Self.words(of: text).filter { !$0.isEmpty })
        default: return .text(text)
        }
    }

    /// The words of a cell, which semicolons part.
    static func words(of cell: String) -> [String] {
        cell.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == "；" }.map { String($0).trimmed }
    }

    /// Minutes of a part.
    func minutes(_ text: String) -> JSONTree.Leaf { Int64(text).map { .integer($0) } ?? .text(text) }

    private mutating func type(of member: String, kind: String?) -> String? {
        if member == "until" { return "date-time" }
        if member == "kinds" { return "array" }
        guard let kind = kind.flatMap({ ActivityKind(rawValue: $0) }) else { return nil }
        if let known = self.known[kind.rawValue] { return known[self.pattern(member)] }
        var types: [String: String] = [:]
        var reader = DocumentReader()
        try? reader.read(SchemaDocument.held(kind).json) { Self.add($0, at: "", to: &types) }
        self.known[kind.rawValue] = types
        return types[self.pattern(member)]
    }

    /// `segments[0].part` as the types have it: `segments[].part`.
    private func pattern(_ member: String) -> String {
        (MemberPath(member)?.steps ?? []).reduce("") { path, step in
            switch step {
            case .name(let name): path.isEmpty ? name : "\(path).\(name)"
            case .index: path + "[]"
            }
        }
    }

    private static func add(_ schema: Element, at path: String, to types: inout [String: String]) {
        let type = schema.member("type")?.string
        types[path] = type == "string" ? schema.member("format")?.string ?? "string" : type
        schema.member("properties")?.forEachMember { name, property in
            let name = String(decoding: Array(copying: name), as: UTF8.self)
            self.add(property, at: path.isEmpty ? name : "\(path).\(name)", to: &types)
        }
        if let items = schema.member("items") { self.add(items, at: "\(path)[]", to: &types) }
    }
}
