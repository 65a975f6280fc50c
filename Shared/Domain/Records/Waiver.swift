/// That a unit is released from a requirement for some days: somebody's act, with a basis, a signer and an end.
///
/// It changes a verdict and never what was measured: what is kept all the same stays met.
public struct Waiver: Hashable, Sendable {
    /// Its name: `wv-` and the identity of the command that gave it.
    public let id: String
    /// The unit.
    public let unit: UnitCode
    /// What it is released from.
    public let requirement: RequirementID
    /// The first and the last day that it covers.
    public let period: Period
    /// What it rests on.
    public let basis: String
    /// Who signed it.
    public let signer: PersonID
    /// When it was accepted, which is from when on it is known.
    public let recorded: Instant
    /// Its revocation, where it was taken back.
    public let revocation: Revocation?
    /// Where it stands in supervision's journal.
    public let order: Int64

    /// A waiver.
    public init(
        id: String, unit: UnitCode, requirement: RequirementID, period: Period, basis: String, signer: PersonID,
        recorded: Instant, revocation: Revocation? = nil, order: Int64
    ) {
        self.id = id
        self.unit = unit
        self.requirement = requirement
        self.period = period
        self.basis = basis
        self.signer = signer
        self.recorded = recorded
        self.revocation = revocation
        self.order = order
    }

    /// The same, taken back.
    public func revoked(_ revocation: Revocation) -> Waiver {
        Waiver(
            id: self.id, unit: self.unit, requirement: self.requirement, period: self.period, basis: self.basis,
            signer: self.signer, recorded: self.recorded, revocation: revocation, order: self.order)
    }
}
