internal import Domain

/// When the first committee of each unit was elected, as it is known now.
struct Elections: Sendable {
    private let first: [UnitCode: Day]

    /// Elections among rows, of which each is the newest of its unit and day.
    init(_ rows: [CommitteeVersion]) {
        self.first = Dictionary(
            rows.filter { $0.years != nil }.map { ($0.unit, $0.date) }, uniquingKeysWith: min)
    }

    /// Whether a unit has had an election on or before a day.
    func hasElection(of unit: UnitCode, until day: Day) -> Bool { self.first[unit].map { $0 <= day } ?? false }
}
