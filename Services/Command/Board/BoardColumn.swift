internal import Domain

/// A column of the board: wide, with the word and the last windows, or narrow, with the shape alone.
struct BoardColumn {
    /// Its width, in columns of a terminal.
    let width: Int
    /// What stands above it.
    let header: String
    /// How many windows stand beside the word; nil where there is no word either.
    private let windows: Int?

    /// The longest word is `- not applicable`.
    private static let wordWidth = 2 + (Verdict.allCases.map { Phrasebook.verdict($0).en.count }.max() ?? 0)

    /// A wide column, with that many windows beside the word.
    init(_ id: RequirementID, windows: Int) {
        let strip = windows > 0 ? 1 + windows : 0
        self.width = max(Self.wordWidth + strip, id.rawValue.displayWidth)
        self.header = id.rawValue.padded(to: self.width)
        self.windows = windows
    }

    /// A narrow column, which the legend explains by its number.
    init(number: Int) {
        self.width = 2
        self.header = "\(number)".padded(to: self.width)
        self.windows = nil
    }

    /// What stands in it.
    func text(_ cell: Cell?) -> String {
        guard let cell else { return "".padded(to: self.width) }
        guard let windows = self.windows else { return "\(cell.word.shape)".padded(to: self.width) }
        let word = "\(cell.word.shape) \(Phrasebook.verdict(cell.word).en)"
        guard windows > 0 else { return word.padded(to: self.width) }
        let strip = String(cell.duties.suffix(windows).map(\.verdict.shape))
        let gap = String(repeating: " ", count: windows - strip.count)
        return (word.padded(to: Self.wordWidth + 1) + gap + strip).padded(to: self.width)
    }
}
