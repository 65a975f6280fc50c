internal import Domain

/// The rows of a board in the order of a tree: each under the unit above it, siblings in register order.
struct UnitTree {
    /// A row and how many units of the board stand above it.
    struct Branch {
        let row: BoardRow
        let depth: Int
        /// What the unit right above it on the board is called; empty at the top.
        let parentName: String

        /// How many columns the unit stands in from the left.
        var indentation: Int { 2 * self.depth }

        /// Code and name, indented; of a name that repeats the one above it only the rest. With its last day where the
        /// unit has ended by then.
        func label(asOf: Instant) -> String {
            let unit = self.row.unit
            let isRepeated = unit.name.hasPrefix(self.parentName) && unit.name.count > self.parentName.count
            let name =
                isRepeated && !self.parentName.isEmpty ? "…\(unit.name.dropFirst(self.parentName.count))" : unit.name
            let ended = unit.through.flatMap { $0 < asOf.day ? " (until \($0))" : nil } ?? ""
            return String(repeating: " ", count: self.indentation) + "\(unit.code) \(name)\(ended)"
        }
    }

    /// The rows from the top down.
    private(set) var branches: [Branch] = []

    /// The tree of rows that are given in register order. What stands under nobody here is a top.
    init(_ rows: [BoardRow]) {
        let known = Set(rows.map(\.unit.code))
        var below: [UnitCode: [Int]] = [:]
        var tops: [Int] = []
        for (index, row) in rows.enumerated() {
            if let parent = row.unit.parent, known.contains(parent), parent != row.unit.code {
                below[parent, default: []].append(index)
            } else {
                tops.append(index)
            }
        }
        var open = tops.reversed().map { (index: $0, depth: 0, parentName: "") }
        while let (index, depth, parentName) = open.popLast() {
            let unit = rows[index].unit
            self.branches.append(Branch(row: rows[index], depth: depth, parentName: parentName))
            open += (below[unit.code] ?? []).reversed().map { ($0, depth + 1, unit.name) }
        }
    }
}
