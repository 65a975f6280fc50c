internal import Domain

/// A column of the board: the shape of a cell's word and, where there is room, those of its last windows.
struct BoardColumn {
    /// The requirement that it is about.
    let requirement: RequirementID
    /// What stands above it.
    private let code: String
    /// How many windows stand beside the word; none where the word says it all.
    private let windows: Int

    /// A column with room for so many windows. `windows` is how many there are at most: of one that is alone the word
    /// speaks already.
    init(_ requirement: RequirementID, code: String, windows: Int, room: Int) {
        self.requirement = requirement
        self.code = code
        self.windows = windows > 1 ? min(windows, room) : 0
    }

    /// Its width, in columns of a terminal.
    var width: Int { max(self.code.displayWidth, self.windows > 0 ? 2 + self.windows : 1) }

    /// What stands above it, as wide as it is.
    var header: String { self.code.padded(to: self.width) }

    /// What stands in it; nothing where the requirement asks nothing of such a unit.
    func text(_ cell: Cell?) -> String {
        guard let cell else { return "".padded(to: self.width) }
        guard self.windows > 0 else { return "\(cell.shape)".padded(to: self.width) }
        let strip = String(cell.duties.suffix(self.windows).map(\.shape))
        // The newest window of every unit stands in the same place, whenever the first one was.
        let gap = String(repeating: " ", count: self.windows - strip.count)
        return "\(cell.shape) \(gap)\(strip)".padded(to: self.width)
    }
}
