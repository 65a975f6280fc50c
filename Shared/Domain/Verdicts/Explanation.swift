/// One verdict with everything it rests on.
public struct Explanation: Hashable, Sendable {
    /// The unit, as the register has it on the as-of day.
    public let unit: UnitVersion
    /// Where it stands, as `/c/g-02/b-0103`.
    public let path: String
    /// The requirement, with its title, wording and basis.
    public let requirement: Requirement
    /// The duty that is explained; none for a limit and for a cell whose first window has not begun.
    public let duty: Duty?
    /// The verdict.
    public let verdict: Verdict
    /// Why the verdict is unknown.
    public let reason: UnknownReason?
    /// How it weighs where it is not met.
    public let severity: Severity
    /// The records that count, in the order in which they took place.
    public let counted: [CountedRecord]
    /// The records that were looked at and do not count.
    public let notCounted: [UncountedRecord]
    /// Who reports what is owed, and how far each says it is.
    public let sources: [SourceStanding]
    /// Of a limit: the count that was compared.
    public let count: MemberCount?
    /// The committee in office that was looked at; none where there is none, or where it does not matter.
    public let committee: CommitteeInOffice?
    /// The waiver that covers it, where it is waived.
    public let waiver: Waiver?
    /// What is missing; none where nothing is.
    public let missing: BilingualText?
    /// What is worth knowing although it is within the bounds.
    public let note: BilingualText?
    /// What would mend it; none where nothing has to be.
    public let mend: Mend?
    /// Who must act.
    public let owedBy: [Addressee]
    /// Who is told.
    public let tell: [Addressee]
    /// The instant as of which it was asked.
    public let asOf: Instant
    /// The instant whose knowledge was used.
    public let knownAt: Instant
}

/// A record that counts.
public struct CountedRecord: Hashable, Sendable {
    /// Who sent the version that counts.
    public let source: SourceName
    /// The id of the event that brought it.
    public let id: String
    /// When it took place.
    public let occurred: Instant
    /// When it became known.
    public let recorded: Instant
    /// When Guoying accepted it, where that was more than a day after it is said to have become known.
    public let accepted: Instant?
}

/// A record that was looked at and does not count.
public struct UncountedRecord: Hashable, Sendable {
    /// Who sent it.
    public let source: SourceName
    /// The id of the event that brought it.
    public let id: String
    /// When it took place.
    public let occurred: Instant
    /// Why it does not count.
    public let reason: UncountedReason
}

/// What would mend what is missing.
public struct Mend: Hashable, Sendable {
    /// What to do.
    public let text: BilingualText
    /// The last day on which that is in time; none for a limit.
    public let by: Day?
}

/// A role at a unit.
public struct Addressee: Hashable, Sendable {
    /// The role.
    public let role: RoleName
    /// The unit at which it is held.
    public let unit: UnitCode
}
