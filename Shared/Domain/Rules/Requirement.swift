/// Something that units owe: what, on what basis, how it is measured, and who acts.
public struct Requirement: Hashable, Sendable {
    /// Its name in the pack.
    public let id: RequirementID
    /// The gate it belongs to.
    public let gate: Gate
    /// What people call it.
    public let title: BilingualText
    /// What it asks, in a sentence.
    public let wording: BilingualText
    /// The clauses of the plan and the norms that it carries out, by their ids.
    public let clauses: [String]
    /// What it rests on.
    public let basis: [Basis]
    /// The units that it binds.
    public let binds: Binding
    /// How it is measured.
    public let criterion: Criterion
    /// How it weighs when it is not met.
    public let severity: Severity
    /// Who must act.
    public let owedBy: [Seat]
    /// Who is told.
    public let tell: [Seat]
    /// The first day it is judged for: no window that closed before is.
    public let begins: Day

    /// A requirement of a pack.
    public init(
        id: RequirementID, gate: Gate, title: BilingualText, wording: BilingualText, clauses: [String] = [],
        basis: [Basis] = [], binds: Binding, criterion: Criterion, severity: Severity, owedBy: [Seat] = [],
        tell: [Seat] = [], begins: Day
    ) {
        self.id = id
        self.gate = gate
        self.title = title
        self.wording = wording
        self.clauses = clauses
        self.basis = basis
        self.binds = binds
        self.criterion = criterion
        self.severity = severity
        self.owedBy = owedBy
        self.tell = tell
        self.begins = begins
    }
}

/// A role at a unit that is found from the unit concerned.
public struct Seat: Hashable, Sendable {
    /// The role of whoever leads the unit, which its kind decides.
    public static let head: RoleName = "head"

    /// The role; `head` stands for the leading post of the unit's kind.
    public let role: RoleName
    /// Where it is held.
    public let place: SeatPlace

    /// A role at a place.
    public init(role: RoleName, place: SeatPlace) {
        self.role = role
        self.place = place
    }
}

/// Where a role is held, seen from the unit concerned. Where no such unit stands above it, the top of its tree.
public enum SeatPlace: String, CaseIterable, Sendable {
    /// At the unit itself.
    case unit
    /// At the unit directly above.
    case superior
    /// At the unit directly above the one directly above.
    case superiorsSuperior = "superiors-superior"
    /// At the nearest committee above.
    case committee
}
