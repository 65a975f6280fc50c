internal import Domain

/// Units × requirements as a table that fits a page: in each cell a shape, and beside it those of the last windows.
struct BoardTable {
    /// How wide the column of units is.
    private static let unitWidths = 16...44
    /// How many windows a cell shows, the most that fit of these.
    private static let rooms = [6, 5, 4, 3, 2, 0]
    private static let gap = "  "

    private let rows: [(unit: String, cells: [RequirementID: Cell])]
    private let unitWidth: Int
    /// The columns, parted where they do not fit beside one another.
    private let panels: [[BoardColumn]]

    /// A table of a tree's rows.
    init(_ tree: UnitTree, _ question: BoardQuestion, _ codes: RequirementCodes) {
        let rows = tree.branches.map { branch in
            let cells = branch.row.cells.map { ($0.requirement.id, $0.cell) }
            return (unit: branch.label(asOf: question.asOf), cells: Dictionary(cells) { first, _ in first })
        }
        let widest = rows.map(\.unit.displayWidth).max() ?? 0
        let unitWidth = min(max(widest, Self.unitWidths.lowerBound), Self.unitWidths.upperBound)
        let columns = { (ids: [RequirementID], room: Int) in
            ids.map { id in
                let windows = rows.compactMap { $0.cells[id]?.duties.count }.max() ?? 0
                return BoardColumn(id, code: codes[id], windows: windows, room: room)
            }
        }
        let isFitting = { (columns: [BoardColumn]) in
            columns.reduce(unitWidth) { $0 + Self.gap.count + $1.width } <= Page.width
        }

        var panels: [[RequirementID]] = [[]]
        for id in question.requirements.map(\.id) {
            let last = panels[panels.count - 1]
            if isFitting(columns(last + [id], 0)) || last.isEmpty {
                panels[panels.count - 1].append(id)
            } else {
                panels.append([id])
            }
        }
        self.rows = rows
        self.unitWidth = unitWidth
        self.panels = panels.map { ids in
            Self.rooms.lazy.map { columns(ids, $0) }.first(where: isFitting) ?? columns(ids, 0)
        }
    }

    /// The lines, an empty one between panels.
    var lines: [String] {
        Array(self.panels.map { self.lines(of: $0) }.joined(separator: [""]))
    }

    private func lines(of columns: [BoardColumn]) -> [String] {
        let header = ["unit".padded(to: self.unitWidth)] + columns.map(\.header)
        let rows = self.rows.map { unit, cells in
            [unit.fitted(to: self.unitWidth).padded(to: self.unitWidth)]
                + columns.map { $0.text(cells[$0.requirement]) }
        }
        return ([header] + rows).map { $0.joined(separator: Self.gap).withoutTrailingSpaces }
    }
}
