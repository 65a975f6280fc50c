/// An invariant that does not hold, and what shows it.
struct Violation: Sendable, CustomStringConvertible {
    /// Which.
    let invariant: Invariant
    /// What was found, in words.
    let what: String
    /// The events, positions or processes concerned.
    let subjects: [String]

    /// A violation; the subjects are put in order.
    init(_ invariant: Invariant, _ what: String, _ subjects: some Sequence<String> = [String]()) {
        self.invariant = invariant
        self.what = what
        self.subjects = subjects.sorted()
    }

    var description: String {
        let shown = self.subjects.prefix(20).joined(separator: ", ")
        let rest = self.subjects.count > 20 ? " and \(self.subjects.count - 20) more" : ""
        return "\(self.invariant.rawValue): \(self.what)\(shown.isEmpty ? "" : ": ")\(shown)\(rest)"
    }
}
