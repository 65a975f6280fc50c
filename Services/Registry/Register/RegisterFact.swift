internal import Domain

/// A row of the register. Rows of one key are versions of one statement, of which the newest known counts.
protocol RegisterFact: Sendable {
    associatedtype Key: Hashable & Sendable

    /// What the row speaks of.
    var key: Key { get }
    /// When that became known.
    var recorded: Instant { get }
    /// The order in which rows took effect.
    var order: Int64 { get }

    /// Whether both say the same, whenever that became known.
    func repeats(_ other: Self) -> Bool
}

/// A unit, from a day on.
struct UnitKey: Hashable, Sendable {
    let code: UnitCode
    let from: Day
}

extension UnitVersion: RegisterFact {
    var key: UnitKey { UnitKey(code: self.code, from: self.from) }

    func repeats(_ other: UnitVersion) -> Bool {
        (self.name, self.kind, self.category) == (other.name, other.kind, other.category)
            && (self.parent, self.through) == (other.parent, other.through)
    }
}

/// The members or the committee of a unit, from a day on.
struct DatedUnitKey: Hashable, Sendable {
    let unit: UnitCode
    let date: Day
}

extension MemberCount: RegisterFact {
    var key: DatedUnitKey { DatedUnitKey(unit: self.unit, date: self.date) }

    func repeats(_ other: MemberCount) -> Bool {
        (self.formal, self.probationary) == (other.formal, other.probationary)
    }
}

extension CommitteeVersion: RegisterFact {
    var key: DatedUnitKey { DatedUnitKey(unit: self.unit, date: self.date) }

    func repeats(_ other: CommitteeVersion) -> Bool {
        (self.years, self.members) == (other.years, other.members)
    }
}

/// Somebody in a post at a unit, from a day on.
struct HoldingKey: Hashable, Sendable {
    let unit: UnitCode
    let post: RoleName
    let person: PersonID
    let from: Day
}

extension PostHolding: RegisterFact {
    var key: HoldingKey { HoldingKey(unit: self.unit, post: self.post, person: self.person, from: self.from) }

    func repeats(_ other: PostHolding) -> Bool { self.through == other.through }
}

/// A source and a subtree.
struct DutyKey: Hashable, Sendable {
    let source: SourceName
    let unit: UnitCode
}

extension ReportingDuty: RegisterFact {
    var key: DutyKey { DutyKey(source: self.source, unit: self.unit) }

    func repeats(_ other: ReportingDuty) -> Bool {
        (self.name, self.owner, self.kinds) == (other.name, other.owner, other.kinds)
            && (self.every, self.from, self.through) == (other.every, other.from, other.through)
    }
}
