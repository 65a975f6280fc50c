public import Domain
internal import JSON
public import Postgres

extension UnitVersion {
    /// Reads a row of `unit` or `unit_v1`, whose columns all have to be there but the acceptance.
    public init(_ row: Row) throws {
        self.init(
            code: try row.decode("code"), name: try row.decode("name"), kind: try row.word("kind"),
            category: try row.decode("category", as: String?.self).flatMap(UnitCategory.init),
            parent: try row.decode("parent", as: UnitCode?.self), from: try row.decode("valid_from"),
            through: try row.decode("valid_through", as: Day?.self), recorded: try row.decode("recorded"),
            order: try row.decode("position"))
    }
}

extension MemberCount {
    /// Reads a row of `member_count` or `member_count_v1`, whose columns all have to be there but the acceptance.
    public init(_ row: Row) throws {
        self.init(
            unit: try row.decode("unit"), date: try row.decode("valid_from"),
            formal: Int(try row.decode("formal", as: Int32.self)),
            probationary: Int(try row.decode("probationary", as: Int32.self)), recorded: try row.decode("recorded"),
            order: try row.decode("position"))
    }
}

extension CommitteeVersion {
    /// Reads a row of `committee` or `committee_v1`, whose columns all have to be there but the acceptance.
    public init(_ row: Row) throws {
        self.init(
            unit: try row.decode("unit"), date: try row.decode("valid_from"),
            years: try row.decode("years", as: Int32?.self).map { Int($0) },
            members: Int(try row.decode("members", as: Int32.self)), recorded: try row.decode("recorded"),
            order: try row.decode("position"))
    }
}

extension PostHolding {
    /// Reads a row of `post` or `post_v1`, whose columns all have to be there but the acceptance.
    public init(_ row: Row) throws {
        self.init(
            unit: try row.decode("unit"), post: try row.decode("post"), person: try row.decode("person"),
            from: try row.decode("valid_from"), through: try row.decode("valid_through", as: Day?.self),
            recorded: try row.decode("recorded"), order: try row.decode("position"))
    }
}

extension ReportingDuty {
    /// Reads a row of `reporting` or `reporting_v1`, whose columns all have to be there but the acceptance.
    public init(_ row: Row) throws {
        let owner = try row.decode("owner", as: String.self)
        let every = try row.decode("every", as: String.self)
        guard let parsedOwner = SourceOwner(owner) else { throw UnknownWord(column: "owner", text: owner) }
        guard let interval = CalendarInterval(every) else { throw UnknownWord(column: "every", text: every) }
        self.init(
            source: try row.decode("source"), name: try row.decode("name"), owner: parsedOwner,
            unit: try row.decode("unit"),
            kinds: Set(try row.decode("kinds", as: [String].self).compactMap(ActivityKind.init)), every: interval,
            from: try row.decode("valid_from", as: Day?.self),
            through: try row.decode("valid_through", as: Day?.self), recorded: try row.decode("recorded"),
            order: try row.decode("position"))
    }
}

extension Watermark {
    init(_ row: Row) throws {
        self.init(
            source: try row.decode("source"), until: try row.decode("until"),
            unit: try row.decode("unit", as: UnitCode?.self),
            kinds: try row.decode("kinds", as: [String]?.self).map { Set($0.compactMap(ActivityKind.init)) },
            recorded: try row.decode("recorded"), order: try row.decode("position"))
    }
}

extension RecordVersion {
    init(_ row: Row, with reader: inout DocumentReader) throws {
        let detail = try row.decode("detail", as: JSONText?.self)
        self.init(
            record: try row.decode("record"), revision: Int64(try row.decode("revision", as: Int32.self)),
            source: try row.decode("source"), id: try row.decode("id"), state: try row.word("state"),
            kind: try row.word("kind"), started: try row.decode("occurred"), recorded: try row.decode("recorded"),
            accepted: try row.decode("accepted"),
            detail: try detail.map { try ActivityDetail(json: $0.bytes, with: &reader) } ?? ActivityDetail())
    }
}

extension DeadLetter {
    init?(_ row: Row) throws {
        guard let kind = ActivityKind(rawValue: try row.decode("kind", as: String.self)) else { return nil }
        self.init(
            unit: try row.decode("unit"), kind: kind, at: try row.decode("occurred"),
            recorded: try row.decode("recorded"), ended: try row.decode("ended", as: Instant?.self),
            code: try row.decode("code"))
    }
}

extension Waiver {
    /// Reads a row of `waiver` or `waiver_v1`.
    public init(_ row: Row) throws {
        let revoked = try row.decode("revoked", as: Instant?.self)
        self.init(
            id: try row.decode("id"), unit: try row.decode("unit"),
            requirement: RequirementID(rawValue: try row.decode("requirement")),
            period: Period(from: try row.decode("valid_from"), through: try row.decode("valid_through")),
            basis: try row.decode("basis"), signer: PersonID(rawValue: try row.decode("signer")),
            recorded: try row.decode("recorded"),
            revocation: try revoked.map { Revocation(recorded: $0, from: try row.decode("revoked_from")) },
            order: try row.decode("position"))
    }
}
