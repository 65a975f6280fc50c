internal import Domain

/// The board for people: units under their parents, a column for each requirement, words and shapes that need no
/// colour. It ranks nobody: units stand in register order.
struct BoardText {
    /// The widest line, in columns of a terminal.
    static let width = 100
    /// How wide the column of units is.
    private static let unitWidths = 16...52
    /// How many of the last windows stand beside a word.
    private static let stripWindows = 6

    private let question: BoardQuestion
    private let sources: SourceFreshness
    private let tree: UnitTree

    /// A board of rows in register order.
    init(_ rows: [BoardRow], _ question: BoardQuestion, _ sources: SourceFreshness) {
        self.question = question
        self.sources = sources
        self.tree = UnitTree(rows)
    }

    /// All of it.
    var text: String {
        guard !self.tree.branches.isEmpty else { return self.nothing }
        let units = self.tree.branches.map { self.unit($0).fitted(to: Self.unitWidths.upperBound) }
        let widest = max(units.map(\.displayWidth).max() ?? 0, Self.unitWidths.lowerBound)
        let full = self.question.requirements.map { self.column($0) }
        let isWide = widest + Self.width(of: full) <= Self.width
        let columns = isWide ? full : self.question.requirements.indices.map { BoardColumn(number: $0 + 1) }
        let unitWidth = max(min(widest, Self.width - Self.width(of: columns)), Self.unitWidths.lowerBound)

        var lines = [(["unit".padded(to: unitWidth)] + columns.map(\.header)).joined(separator: "  ")]
        for (branch, unit) in zip(self.tree.branches, units) {
            let cells = zip(self.question.requirements, columns).map { requirement, column in
                let cell = branch.row.cells.first { $0.requirement.id == requirement.id }?.cell
                return column.text(cell)
            }
            lines.append(([unit.fitted(to: unitWidth).padded(to: unitWidth)] + cells).joined(separator: "  "))
        }
        lines += [""] + self.legend(isWide ? .wide : .narrow) + [""] + self.foot
        return lines.map(\.withoutTrailingSpaces).joined(separator: "\n") + "\n"
    }

    /// What columns take beside the units, gaps included.
    private static func width(of columns: [BoardColumn]) -> Int { columns.reduce(0) { $0 + 2 + $1.width } }

    /// What somebody sees who has not imported anything yet, or asks of a day before everything.
    private var nothing: String {
        let place = self.question.top.map { "at or below \($0)" } ?? "in the register"
        return """
            No unit exists \(place) as of \(self.question.asOf.shortText).
            To begin, import the register: guoying import --template units prints what a file looks like.

            """
    }

    private func unit(_ branch: UnitTree.Branch) -> String {
        let unit = branch.row.unit
        let indentation = String(repeating: "  ", count: branch.depth)
        let ended = unit.through.flatMap { $0 < self.question.asOf.day ? " (until \($0))" : nil } ?? ""
        return "\(indentation)\(unit.code) \(unit.name)\(ended)"
    }

    private func column(_ requirement: Requirement) -> BoardColumn {
        let windows = self.tree.branches.flatMap { branch in
            branch.row.cells.filter { $0.requirement.id == requirement.id }.map(\.cell.duties.count)
        }
        return BoardColumn(requirement.id, windows: min(windows.max() ?? 0, Self.stripWindows))
    }

    private enum Form {
        case wide
        case narrow
    }

    private func legend(_ form: Form) -> [String] {
        let verdicts = Verdict.allCases.map { "\($0.shape) \(Phrasebook.verdict($0).en) \(Phrasebook.verdict($0).zh)" }
        var lines = folded(verdicts, separator: "  ")
        if form == .wide, self.question.requirements.contains(where: \.criterion.hasWindows) {
            lines.append("beside a word: the windows that have begun, the newest last")
        }
        for (index, requirement) in self.question.requirements.enumerated() {
            let name = form == .wide ? requirement.id.rawValue : "\(index + 1) \(requirement.id)"
            let gate = Phrasebook.gate(requirement.gate)
            let title = "\(name): \(requirement.title.zh) \(requirement.title.en) (\(gate.zh) \(gate.en))"
            lines.append(title.fitted(to: Self.width))
        }
        return lines
    }

    private var foot: [String] {
        let pack = self.question.pack
        let view = [
            "as of \(self.question.asOf.shortText)", "known at \(self.question.knownAt.shortText)",
            "pack \(pack.id) \(pack.version) \(pack.digest.prefix(19))",
        ]
        let standings = self.sources.standings.map { source, until in
            until.map { "\(source) up to \($0.shortText)" } ?? "\(source) not a word yet"
        }
        let sources = standings.isEmpty ? ["nobody reports anything yet"] : standings
        return folded(view, separator: " · ") + folded(sources, separator: " · ", after: "sources: ")
    }
}

/// Joins words into lines that are not wider than the board.
private func folded(_ words: [String], separator: String, after start: String = "") -> [String] {
    var lines: [String] = []
    var line = start
    var isFresh = true
    for word in words {
        if !isFresh, line.displayWidth + separator.displayWidth + word.displayWidth > BoardText.width {
            lines.append(line)
            line = String(repeating: " ", count: start.displayWidth)
            isFresh = true
        }
        line += isFresh ? word : separator + word
        isFresh = false
    }
    return lines + [line]
}
