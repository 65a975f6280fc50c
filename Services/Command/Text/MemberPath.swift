/// The path of a member as faults write it: `data.segments[2].part`.
struct MemberPath {
    /// A step on the way.
    enum Step: Hashable {
        /// Into the member of that name.
        case name(String)
        /// Into the element at that place, from 0.
        case index(Int)
    }

    /// The steps from the whole to the member.
    let steps: [Step]

    /// Whether a table may put something there: no deeper than events nest, and no further down a list than a table has
    /// columns for.
    var isPlaceable: Bool {
        self.steps.count <= 32
            && self.steps.allSatisfy { step in
                if case .index(let index) = step { index < 100 } else { true }
            }
    }

    /// Reads a path; nil where the text is none, or an index has more than four digits.
    init?(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard !pieces[0].isEmpty, !pieces[0].contains("]") else { return nil }
            steps.append(.name(String(pieces[0])))
            for piece in pieces.dropFirst() {
                guard piece.last == "]", piece.count <= 5, let index = Int(piece.dropLast()), index >= 0 else {
                    return nil
                }
                steps.append(.index(index))
            }
        }
        self.steps = steps
    }
}
