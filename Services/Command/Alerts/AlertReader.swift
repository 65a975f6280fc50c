internal import Domain
internal import Facts
internal import Postgres

/// Reads alerts, as supervision publishes them.
struct AlertReader {
    private let connection: Connection

    /// A reader on a session that may read the published views.
    init(_ connection: Connection) { self.connection = connection }

    /// The alerts that fit: units in register order, within a unit those that stand before those that do not, and the
    /// most urgent first.
    ///
    /// - Throws: ``CommandFailure`` where the unit that was asked for is not in the register.
    func read(_ filter: AlertFilter) async throws -> [StoredAlert] {
        let units = try await BoardReader(self.connection).units(under: filter.top)
        let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($0.element, $0.offset) })
        var condition: SQL = "severity = coalesce(\(filter.severity?.rawValue), severity)"
        if filter.scope == .standing { condition = "\(condition) AND status <> 'resolved'" }
        if filter.top != nil { condition = "\(condition) AND unit = ANY(\(units))" }
        let rows = try await self.connection.run(
            """
            SELECT id, unit, status, severity, version, raised, changed, body FROM supervision.alert_v1
            WHERE \(condition) ORDER BY window_from, requirement, id
            """)
        let alerts = try rows.map { try StoredAlert($0) }
        // What is equally urgent stays in the order of the rows.
        return alerts.enumerated().sorted { left, right in
            (places[left.element.unit] ?? units.count, left.element.urgency, left.offset)
                < (places[right.element.unit] ?? units.count, right.element.urgency, right.offset)
        }.map(\.element)
    }
}

extension StoredAlert {
    /// The lower, the more urgent.
    fileprivate var urgency: Int {
        let rank = AlertSeverity.allCases.firstIndex(of: self.severity) ?? 0
        return self.isStanding ? rank : rank + AlertSeverity.allCases.count
    }
}
