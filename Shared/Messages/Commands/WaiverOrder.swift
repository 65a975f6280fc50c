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

extension WaiverOrder: ObjectForm {
    static let shape = ObjectShape(WaiverOrder())

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("unit", .unitCode) { $0.unit = $1 }
        try member.required("requirement", .string(1...64)) { $0.requirement = RequirementID(rawValue: $1) }
        try member.required("from", .day) { $0.from = $1 }
        try member.required("to", .day) { $0.through = $1 }
        try member.required("basis", .string(1...1_000)) { $0.basis = $1 }
    }

    func check() throws(Fault) {
        guard self.from <= self.through else { throw Fault(.schema, at: "to") }
        guard self.basis.contains(where: { !$0.isWhitespace }) else { throw Fault(.schema, at: "basis") }
    }
}
