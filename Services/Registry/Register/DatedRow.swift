internal import Domain
internal import Messages

/// A row of an import that becomes a row of the register.
protocol DatedRow: RegisterRow {
    associatedtype Fact: RegisterFact

    /// When it was recorded, where the row says so.
    var recorded: Instant? { get }
    /// From when on it is known, whatever the row says.
    var known: Instant { get }

    /// The row of the register.
    func fact(recorded: Instant, order: Int64) -> Fact
}

extension UnitRow: DatedRow {
    func fact(recorded: Instant, order: Int64) -> UnitVersion {
        UnitVersion(
            code: self.code, name: self.name, kind: self.kind, category: self.category, parent: self.parent,
            from: self.from, through: self.through, recorded: recorded, order: order)
    }
}

extension MemberRow: DatedRow {
    func fact(recorded: Instant, order: Int64) -> MemberCount {
        MemberCount(
            unit: self.unit, date: self.date, formal: self.formal, probationary: self.probationary,
            recorded: recorded, order: order)
    }
}

extension CommitteeRow: DatedRow {
    func fact(recorded: Instant, order: Int64) -> CommitteeVersion {
        CommitteeVersion(
            unit: self.unit, date: self.elected, years: self.years, members: self.members, recorded: recorded,
            order: order)
    }
}

extension PostRow: DatedRow {
    func fact(recorded: Instant, order: Int64) -> PostHolding {
        PostHolding(
            unit: self.unit, post: self.post, person: self.person, from: self.from, through: self.through,
            recorded: recorded, order: order)
    }
}

extension SourceRow: DatedRow {
    /// The first instant that every client of the database can show stands for "always".
    private static let always = Instant(microseconds: 0)

    func fact(recorded: Instant, order: Int64) -> ReportingDuty {
        ReportingDuty(
            source: self.source, name: self.name, owner: self.owner, unit: self.unit, kinds: self.kinds,
            every: self.every, from: self.from, through: self.through, recorded: max(recorded, Self.always),
            order: order)
    }
}
