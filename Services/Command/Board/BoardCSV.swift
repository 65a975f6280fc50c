internal import Domain

/// The board as CSV, a line for each cell, or for each window behind it.
struct BoardCSV {
    private let windows: WindowDetail

    /// A board with or without windows.
    init(windows: WindowDetail) { self.windows = windows }

    /// The header row.
    var header: String {
        var names = ["unit", "path", "name", "requirement", "gate"]
        if self.windows == .shown { names += ["from", "to", "due"] }
        names.append("verdict")
        if self.windows == .shown { names += ["late", "filedLate"] }
        return Self.line(names + ["reason"])
    }

    /// The lines of a row of the board.
    func lines(_ row: BoardRow) -> String {
        row.cells.map { requirement, cell in
            let start = [
                row.unit.code.rawValue, row.path, row.unit.name, requirement.id.rawValue, requirement.gate.rawValue,
            ]
            guard self.windows == .shown else {
                return Self.line(start + [cell.word.rawValue, Self.text(cell.reason ?? cell.deciding?.reason)])
            }
            guard requirement.criterion.hasWindows else {
                return Self.line(start + ["", "", "", cell.word.rawValue, "", "", Self.text(cell.reason)])
            }
            return cell.duties.map { Self.line(start + Self.columns($0)) }.joined()
        }.joined()
    }

    private static func columns(_ duty: Duty) -> [String] {
        [
            duty.window.from.description, duty.window.through.description, duty.due.description,
            duty.verdict.rawValue, duty.isLate ? "true" : "", duty.isFiledLate ? "true" : "", Self.text(duty.reason),
        ]
    }

    private static func text(_ reason: UnknownReason?) -> String { reason?.description ?? "" }

    /// A line by RFC 4180, but for its end, which is that of the shell's tools: what holds a comma, a quote or a line
    /// end stands in quotes.
    static func line(_ values: [String]) -> String {
        let cells = values.map { value in
            let needsQuotes = value.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
            return needsQuotes ? "\"\(value.replacing("\"", with: "\"\""))\"" : value
        }
        return cells.joined(separator: ",") + "\n"
    }
}
