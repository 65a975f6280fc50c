public import Domain
internal import JSON

/// That a unit is to be released from a requirement for some days. Whoever sends the command (`authid`) signs it.
public struct WaiverOrder: Hashable, Sendable {
    /// The unit.
    public internal(set) var unit: UnitCode = ""
    /// What it is released from.
    public internal(set) var requirement: RequirementID = ""
    /// The first day that it covers.
    public internal(set) var from = Day(daysSince1970: 0)
    /// The last day that it covers, not before the first.
    public internal(set) var through = Day(daysSince1970: 0)
    /// What it rests on, in a sentence.
    public internal(set) var basis = ""

    private init() {}

    /// A release for the days of a period.
    public init(unit: UnitCode, requirement: RequirementID, period: Period, basis: String) {
        self.unit = unit
        self.requirement = requirement
        self.from = period.from
        self.through = period.through
        self.basis = basis
    }

    static let shape = ObjectDescription<WaiverOrder>(
        [
            .required("unit", .unitCode) { $0.unit = $1 },
            .required("requirement", .text(1...64)) { $0.requirement = RequirementID(rawValue: $1) },
            .required("from", .day) { $0.from = $1 },
            .required("to", .day) { $0.through = $1 },
            .required("basis", .text(1...1_000)) { $0.basis = $1 },
        ],
        rule: { order throws(Fault) in
            guard order.from <= order.through else { throw Fault(.schema, at: "to") }
            guard order.basis.contains(where: { !$0.isWhitespace }) else { throw Fault(.schema, at: "basis") }
        }
    ).shape(WaiverOrder())

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("unit", self.unit.rawValue)
            writer.member("requirement", self.requirement.rawValue)
            writer.member("from", self.from.description)
            writer.member("to", self.through.description)
            writer.member("basis", self.basis)
        }
    }
}
