internal import Domain
internal import Messages
internal import ServiceKit

/// A file of the register as it is imported: what its rows say, or what is wrong with them.
struct RegisterSheet {
    /// The rows; nil where it cannot be told which file of the register this is.
    private(set) var rows: ImportRows?
    /// All faults, by line.
    private(set) var faults: [RowFault] = []
    private let name: String

    /// How many characters a cell carries at most.
    private static let cellLimit = 2_000
    /// How many characters of a file's name are told.
    private static let nameLimit = 255
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads a file of that name.
    init(_ bytes: [UInt8], name: String, importID: String) {
        self.name = String(name.suffix(Self.nameLimit))
        self.read(bytes.starts(with: Self.byteOrderMark) ? bytes[3...] : bytes[...], importID: importID)
    }

    private mutating func read(_ text: ArraySlice<UInt8>, importID: String) {
        guard String(validating: text, as: UTF8.self) != nil else {
            return self.blame(Self.lineOfFirstDamage(in: text), "not-utf-8", .notUTF8)
        }
        let reader = CSVReader(text)
        for fault in reader.faults { self.blame(fault.line, "bad-quotes", fault.kind.sentence) }
        guard let header = reader.rows.first else {
            if self.faults.isEmpty { self.blame(1, "no-header", .noHeader) }
            return
        }
        // Where the quotes of the header itself are wrong, what comes first is some other row.
        if reader.faults.contains(where: { $0.line < header.line }) { return }
        let columns = header.cells.map { $0.trimmed.lowercased() }.droppingLast { $0.isEmpty }
        guard let file = RegisterFile(columns: columns) else {
            return self.blame(header.line, "bad-header", .badHeader(columns))
        }
        let rows = reader.rows.dropFirst().compactMap { self.row($0, columnCount: columns.count) }
        let sheet = ImportRows(importID: importID, file: file, name: self.name, columns: columns, rows: rows)
        self.rows = sheet
        self.faults = (self.faults + sheet.cellFaults).sorted { $0.line < $1.line }
    }

    /// A row with a cell for each column. Spreadsheets write blank cells behind the last column; they are left out.
    private mutating func row(_ row: CSVReader.Row, columnCount: Int) -> ImportRows.Row? {
        var cells = row.cells.map(\.trimmed)
        while cells.count > columnCount, cells.last?.isEmpty == true { cells.removeLast() }
        guard cells.count == columnCount else {
            self.blame(row.line, "bad-row", .wrongCellCount(cells.count, of: columnCount))
            return nil
        }
        guard cells.allSatisfy({ $0.unicodeScalars.count <= Self.cellLimit }) else {
            let fault = CellFault.tooLong(limitCharacters: Self.cellLimit)
            self.blame(row.line, fault.code, fault.sentence)
            return nil
        }
        return ImportRows.Row(line: row.line, cells: cells)
    }

    private mutating func blame(_ line: Int, _ code: String, _ sentence: BilingualText) {
        self.faults.append(RowFault(file: self.name, line: line, column: "", code: code, sentence: sentence))
    }

    /// The line on which bytes stand that are not UTF-8.
    private static func lineOfFirstDamage(in bytes: ArraySlice<UInt8>) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }
}

extension ImportRows {
    /// The faults of all cells.
    fileprivate var cellFaults: [RowFault] {
        switch self.file {
        case .units: self.read(as: UnitRow.self).faults
        case .members: self.read(as: MemberRow.self).faults
        case .committees: self.read(as: CommitteeRow.self).faults
        case .posts: self.read(as: PostRow.self).faults
        case .sources: self.read(as: SourceRow.self).faults
        }
    }
}

extension BilingualText {
    fileprivate static let notUTF8 = BilingualText(
        zh: "不是 UTF-8 编码：请另存为“CSV UTF-8”", en: "is not UTF-8: save the file as 'CSV UTF-8'")

    fileprivate static let noHeader = BilingualText(
        zh: "文件为空：第一行应为列名（见 guoying import --template）",
        en: "is empty: the first row names the columns (see guoying import --template)")

    fileprivate static func wrongCellCount(_ count: Int, of columns: Int) -> BilingualText {
        BilingualText(
            zh: "有 \(count) 个单元格，表头有 \(columns) 列", en: "has \(counted(count, "cell")), and the header \(columns)")
    }

    /// What keeps a header from being that of the file which it is most like.
    fileprivate static func badHeader(_ columns: [String]) -> BilingualText {
        func list(_ columns: [String]) -> String { columns.map { "'\($0)'" }.joined(separator: ", ") }
        func likeness(_ file: RegisterFile) -> Int { Set(file.allColumns).intersection(columns).count }
        let nearest = RegisterFile.allCases.max { likeness($0) < likeness($1) }
        guard let nearest, likeness(nearest) > 1 else {
            let files = RegisterFile.allCases.map(\.rawValue).joined(separator: ", ")
            return BilingualText(
                zh: "表头不属于任何登记表（\(files)）", en: "is the header of no file of the register (\(files))")
        }
        let missing = nearest.requiredColumns.filter { !columns.contains($0) }
        let unknown = columns.filter { !nearest.allColumns.contains($0) }
        let doubled = Set(columns).filter { column in columns.count { $0 == column } > 1 }.sorted()
        var zh: [String] = []
        var en: [String] = []
        if !missing.isEmpty {
            zh.append("缺少 \(list(missing))")
            en.append("lacks \(list(missing))")
        }
        if !unknown.isEmpty {
            zh.append("不认识 \(list(unknown))")
            en.append("has \(list(unknown)), which is not known")
        }
        if !doubled.isEmpty {
            zh.append("重复 \(list(doubled))")
            en.append("has \(list(doubled)) twice")
        }
        return BilingualText(
            zh: "\(nearest.rawValue) 的表头" + zh.joined(separator: "，"),
            en: "the header of \(nearest.rawValue) " + en.joined(separator: ", and "))
    }
}

extension RegisterFile {
    /// All columns, as a template shows them.
    var allColumns: [String] { self.requiredColumns + self.optionalColumns }
}

extension String {
    /// Without the spaces around it.
    fileprivate var trimmed: String {
        let start = self.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}

extension [String] {
    /// Without the elements at the end of which something holds.
    fileprivate func droppingLast(while holds: (String) -> Bool) -> [String] {
        guard let last = self.lastIndex(where: { !holds($0) }) else { return [] }
        return Array(self[...last])
    }
}
