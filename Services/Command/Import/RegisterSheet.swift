internal import Domain
internal import Messages
internal import ServiceKit
internal import Spreadsheet

/// A file of the register as it is imported: what its rows say, or what is wrong with them.
struct RegisterSheet {
    /// What the rows say.
    enum Content {
        /// They go to the registry.
        case rows(ImportRows)
        /// They go to the protected table.
        case people([PlacedPerson])
    }

    /// The rows; nil where it cannot be told what this file is.
    private(set) var content: Content?
    /// All faults, by line.
    private(set) var faults: [RowFault] = []
    private let name: String

    /// How many characters a cell carries at most.
    private static let cellLimit = 2_000
    /// How many characters of a file's name are told.
    private static let nameLimit = 255

    /// Reads a file of that name.
    init(_ bytes: [UInt8], name: String, importID: String) {
        self.name = String(name.suffix(Self.nameLimit))
        do throws(FileText.Damage) {
            self.read(CSVReader(try FileText(bytes)), importID: importID)
        } catch {
            self.blame(error.line, "bad-encoding", error.sentence)
        }
        self.faults.sort { $0.line < $1.line }
    }

    private mutating func read(_ reader: CSVReader, importID: String) {
        for fault in reader.faults { self.blame(fault.line, "bad-quotes", fault.kind.sentence) }
        guard let header = reader.rows.first else {
            if self.faults.isEmpty { self.blame(1, "no-header", .noHeader) }
            return
        }
        // Where the quotes of the header itself are wrong, what comes first is some other row.
        if reader.faults.contains(where: { $0.line < header.line }) { return }
        let columns = header.cells.map { $0.trimmed.lowercased() }.droppingLast { $0.isEmpty }
        guard let kind = SheetKind(columns: columns) else {
            return self.blame(header.line, "bad-header", .badHeader(columns))
        }
        let rows = reader.rows.dropFirst().compactMap { self.row($0, columnCount: columns.count) }
        if let file = kind.registerFile {
            let sheet = ImportRows(importID: importID, file: file, name: self.name, columns: columns, rows: rows)
            self.faults += sheet.cellFaults
            self.content = .rows(sheet)
        } else {
            self.content = .people(rows.compactMap { self.person($0, columns) })
        }
    }

    private mutating func person(_ row: ImportRows.Row, _ columns: [String]) -> PlacedPerson? {
        do throws(RowFault) {
            let read = try PersonRow(row, in: columns, of: self.name)
            return PlacedPerson(row: read, file: self.name, line: row.line)
        } catch {
            self.faults.append(error)
            return nil
        }
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
    fileprivate static let noHeader = BilingualText(
        zh: "文件为空：第一行应为列名（见 guoying import --template）",
        en: "is empty: the first row names the columns (see guoying import --template)")

    fileprivate static func wrongCellCount(_ count: Int, of columns: Int) -> BilingualText {
        BilingualText(
            zh: "有 \(count) 个单元格，表头有 \(columns) 列", en: "has \(counted(count, "cell")), and the header \(columns)")
    }

    /// What keeps a header from being that of the file which it is most like.
    fileprivate static func badHeader(_ columns: [String]) -> BilingualText {
        func list(_ columns: [String]) -> String { columns.map { "'\($0.shortened)'" }.joined(separator: ", ") }
        let nearest = SheetKind.allCases.min { $0.distance(to: columns) < $1.distance(to: columns) }
        guard let nearest, Set(nearest.allColumns).intersection(columns).count > 1 else {
            let files = SheetKind.allCases.map(\.rawValue).joined(separator: ", ")
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

extension [String] {
    /// Without the elements at the end of which something holds.
    fileprivate func droppingLast(while holds: (String) -> Bool) -> [String] {
        guard let last = self.lastIndex(where: { !holds($0) }) else { return [] }
        return Array(self[...last])
    }
}
