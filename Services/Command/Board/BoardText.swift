internal import Domain
internal import ServiceKit

/// The board for people: units under their parents, a column for each requirement, shapes that need no colour. It ranks
/// nobody: units stand in register order.
struct BoardText {
    /// How many lines the sources take at most.
    private static let sourceLineLimit = 3

    private let question: BoardQuestion
    private let windows: WindowDetail
    private let sources: SourceFreshness
    private let tree: UnitTree
    private let codes: RequirementCodes

    /// A board of rows in register order; with windows, the duties stand below each unit instead of beside it.
    init(_ rows: [BoardRow], _ question: BoardQuestion, _ sources: SourceFreshness, windows: WindowDetail = .hidden) {
        self.question = question
        self.windows = windows
        self.sources = sources
        self.tree = UnitTree(rows)
        self.codes = RequirementCodes(question.pack.requirements)
    }

    /// All of it.
    var text: String {
        guard !self.question.requirements.isEmpty else { return self.noRequirement }
        let board =
            switch self.windows {
            case .hidden: BoardTable(self.tree, self.question, self.codes).lines
            case .shown: BoardDuties(self.tree, self.question, self.codes).lines
            }
        let lines = board + [""] + self.legend + [""] + self.foot
        return lines.map(\.printable.withoutTrailingSpaces).joined(separator: "\n") + "\n"
    }

    private var legend: [String] {
        let verdicts = Verdict.allCases.map { ($0.shape, Phrasebook.verdict($0)) }
        let flags = [(Duty.lateShape, Phrasebook.late), (Duty.filedLateShape, Phrasebook.filedLate)]
        let met = Phrasebook.verdict(.met)
        var shapes = verdicts.map { "\($0) \($1.en) \($1.zh)" }
        shapes += flags.map { "\($0) \(met.en), \($1.en) \(met.zh)，\($1.zh)" }
        var lines: [String] = []
        switch self.windows {
        case .shown: lines = Page.folded(shapes, separator: "  ")
        case .hidden:
            lines = Page.folded(shapes + ["blank: not asked of such a unit 不要求"], separator: "  ")
            lines.append("in a column: the word, then the last windows that have begun, the newest last")
        }
        let width = self.question.requirements.map { self.codes[$0.id].displayWidth }.max() ?? 0
        lines += self.question.requirements.map { requirement in
            let gate = Phrasebook.gate(requirement.gate)
            let code = self.codes[requirement.id].padded(to: width)
            return "\(code)  \(requirement.id): \(requirement.title.zh) \(requirement.title.en) "
                + "(\(gate.zh) \(gate.en))"
        }
        return lines.map { $0.fitted(to: Page.width) }
    }

    /// What somebody sees who asks for a gate of which the pack holds nothing.
    private var noRequirement: String {
        let gates = Set(self.question.pack.requirements.map(\.gate))
        let known = Gate.allCases.filter { gates.contains($0) }.map(\.rawValue).joined(separator: ", ")
        let sentence = "pack \(self.question.pack.id) asks nothing for this gate; it asks for \(known)"
        return sentence.folded(to: Page.width).map { $0 + "\n" }.joined()
    }

    private var foot: [String] {
        let pack = self.question.pack
        let view = [
            "as of \(self.question.asOf.shortText)", "known at \(self.question.knownAt.shortText)",
            "pack \(pack.id) \(pack.version) \(pack.digest.prefix(19))",
        ]
        let standings = self.sources.standings.map { "\($0.source) \(Self.text($0.reach))" }
        let label = "sources: "
        var sources = Page.folded(
            standings.isEmpty ? ["nobody reports anything yet"] : standings, separator: " · ", after: label)
        if sources.count > Self.sourceLineLimit {
            let gap = String(repeating: " ", count: label.displayWidth)
            let last = "\(gap)… of \(standings.count) in all: guoying sources status shows each"
            sources = sources.prefix(Self.sourceLineLimit - 1) + [last]
        }
        return Page.folded([self.sum], separator: "") + Page.folded(view, separator: " · ") + sources
    }

    private static func text(_ reach: SourceFreshness.Reach) -> String {
        let word = { (until: Instant?) in until.map { "up to \($0.shortText)" } ?? "not a word yet" }
        let most = word(reach.most)
        return reach.least == reach.most ? most : "\(most), for some units \(word(reach.least))"
    }

    /// How many cells there are of each verdict, over the whole board.
    private var sum: String {
        let cells = self.tree.branches.flatMap(\.row.cells)
        let counts = Verdict.allCases.compactMap { verdict -> String? in
            let count = cells.count { $0.cell.word == verdict }
            return count == 0 ? nil : "\(verdict.shape) \(count)"
        }
        let units = counted(self.tree.branches.count, "unit")
        return ([units, counted(cells.count, "cell")] + counts).joined(separator: " · ")
    }
}
