internal import Domain

/// Below each unit its requirements, each with the windows that have begun, in words.
struct BoardDuties {
    private let tree: UnitTree
    private let question: BoardQuestion
    private let codes: RequirementCodes

    /// The duties of a tree's rows.
    init(_ tree: UnitTree, _ question: BoardQuestion, _ codes: RequirementCodes) {
        self.tree = tree
        self.question = question
        self.codes = codes
    }

    /// The lines.
    var lines: [String] {
        let width = self.question.requirements.map { self.codes[$0.id].displayWidth }.max() ?? 0
        return self.tree.branches.flatMap { branch in
            let indentation = String(repeating: " ", count: branch.indentation + 2)
            let cells = branch.row.cells.flatMap { requirement, cell in
                let code = indentation + self.codes[requirement.id].padded(to: width)
                let gap = String(repeating: " ", count: code.displayWidth + 4)
                return ["\(code)  \(cell.words)"]
                    + cell.duties.map { "\(gap)\($0.window.from) – \($0.window.through)  \($0.words)" }
            }
            return ([branch.label(asOf: self.question.asOf)] + cells).map { $0.fitted(to: Page.width) }
        }
    }
}

extension Cell {
    /// The cell's word, with the reason that is its own.
    fileprivate var words: String { line(self.shape, self.word, self.reason.map { [Phrasebook.reason($0)] } ?? []) }
}

extension Duty {
    /// The verdict, how it was kept, and why it is unknown.
    fileprivate var words: String {
        line(self.shape, self.verdict, Phrasebook.flags(self) + (self.reason.map { [Phrasebook.reason($0)] } ?? []))
    }
}

/// `~ met 达到 (filed late 补录)`.
private func line(_ shape: Character, _ verdict: Verdict, _ remarks: [BilingualText]) -> String {
    let word = Phrasebook.verdict(verdict)
    let remark = remarks.map { "\($0.en) \($0.zh)" }.joined(separator: ", ")
    return "\(shape) \(word.en) \(word.zh)" + (remark.isEmpty ? "" : " (\(remark))")
}
