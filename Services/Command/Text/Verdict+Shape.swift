internal import Domain

/// Shapes that tell verdicts apart without colour, one column wide in every terminal.
extension Verdict {
    /// The shape of the verdict.
    var shape: Character {
        switch self {
        case .met: "✓"
        case .open: "o"
        case .dueSoon: "!"
        case .notMet: "✗"
        case .unknown: "?"
        case .waived: "w"
        case .notApplicable: "-"
        }
    }
}

extension Duty {
    /// The shape of what was kept after its day.
    static let lateShape: Character = "+"
    /// The shape of what was kept in time, and recorded after its window.
    static let filedLateShape: Character = "~"

    /// The shape of the verdict; what was kept late, or filed late, has one of its own.
    var shape: Character {
        if self.isLate { return Self.lateShape }
        return self.isFiledLate ? Self.filedLateShape : self.verdict.shape
    }
}

extension Cell {
    /// The shape of the cell's word: that of the duty which gives it.
    var shape: Character { self.deciding?.shape ?? self.word.shape }
}
