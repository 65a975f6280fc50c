/// Which alerts somebody is told of: those for which all lists that are given hold one of the alert's words.
struct AlertMatch: Hashable, Sendable {
    /// How the alert weighs; nil for any.
    var severities: [String]?
    /// The gate of its requirement; nil for any, and for alerts without one.
    var gates: [String]?
    /// The requirement's id; nil for any, and for alerts without one.
    var requirements: [String]?
    /// A role that owes what is missing or is to be told of it; nil for any.
    var roles: [String]?
    /// The unit, or one above it; nil for any.
    var units: [String]?

    /// Whether somebody with these lists is told of `alert`.
    func covers(_ alert: ReceivedAlert) -> Bool {
        Self.allows(self.severities) { $0 == alert.severity }
            && Self.allows(self.gates) { $0 == alert.gate }
            && Self.allows(self.requirements) { $0 == alert.requirement }
            && Self.allows(self.roles) { role in (alert.owedBy + alert.tell).contains { $0.role == role } }
            && Self.allows(self.units) { "\(alert.path)/".contains("/\($0)/") }
    }

    private static func allows(_ list: [String]?, _ isMeant: (String) -> Bool) -> Bool {
        list?.contains(where: isMeant) ?? true
    }
}
