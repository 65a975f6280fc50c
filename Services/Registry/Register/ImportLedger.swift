internal import Domain
internal import Messages

/// Keeps count of what the rows of an import come to.
struct ImportLedger: Sendable {
    private(set) var new = 0
    private(set) var changed = 0
    private(set) var unchanged = 0
    private(set) var faults: [RowFault] = []

    /// Counts a row; true where it changes something.
    mutating func count<Fact>(_ novelty: History<Fact>.Novelty) -> Bool {
        switch novelty {
        case .new: self.new += 1
        case .changed: self.changed += 1
        case .unchanged: self.unchanged += 1
        }
        return novelty != .unchanged
    }

    /// Adds faults.
    mutating func add(_ faults: [RowFault]) { self.faults += faults }
}
