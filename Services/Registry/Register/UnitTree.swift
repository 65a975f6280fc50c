internal import Domain

/// Who stands above whom on any day, as it is known now.
struct UnitTree: Sendable {
    /// What is wrong with the units above a unit.
    enum Defect: Hashable, Sendable {
        /// The unit stands below itself.
        case ring
        /// More units stand above it than anybody can follow.
        case tooDeep
    }

    /// How many units stand above one another at most; verdicts follow no more.
    static let depthLimit = 64

    private let rows: [UnitCode: [UnitVersion]]

    /// A tree of rows, of which each is the newest of its unit and day.
    init(_ rows: [UnitVersion]) {
        self.rows = Dictionary(grouping: rows, by: \.code).mapValues { $0.sorted { $0.from < $1.from } }
    }

    /// Whether anything is known of a unit.
    func contains(_ code: UnitCode) -> Bool { self.rows[code] != nil }

    /// The first day of a unit.
    func firstDay(of code: UnitCode) -> Day? { self.rows[code]?.first?.from }

    /// The row that speaks for a unit on a day; nil where it does not exist then.
    func row(of code: UnitCode, on day: Day) -> UnitVersion? {
        guard let row = self.rows[code]?.last(where: { $0.from <= day }) else { return nil }
        return row.through.map { day <= $0 } ?? true ? row : nil
    }

    /// What is wrong above a unit on a day, with the units on the way up.
    func defect(above code: UnitCode, on day: Day) -> (defect: Defect, path: [UnitCode])? {
        var path = [code]
        while let parent = path.last.flatMap({ self.row(of: $0, on: day) })?.parent {
            if parent == code { return (.ring, path) }
            // A ring further up is found from the units that are in it.
            if path.contains(parent) { return nil }
            path.append(parent)
            if path.count > Self.depthLimit { return (.tooDeep, path) }
        }
        return nil
    }

    /// All rows by their first days, on which alone the tree changes for the worse.
    var rowsByDay: [UnitVersion] {
        self.rows.values.flatMap { $0 }.sorted { ($0.from, $0.code) < ($1.from, $1.code) }
    }
}
