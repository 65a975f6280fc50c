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
    /// When it was revoked: it holds on the days before that one, and the revocation is known from then on.
    public let revoked: Instant?
    /// Where it stands in supervision's journal.
    public let order: Int64

    /// A waiver.
    public init(
        id: String, unit: UnitCode, requirement: RequirementID, period: Period, basis: String, signer: PersonID,
        recorded: Instant, revoked: Instant? = nil, order: Int64
    ) {
        self.id = id
        self.unit = unit
        self.requirement = requirement
        self.period = period
        self.basis = basis
        self.signer = signer
        self.recorded = recorded
        self.revoked = revoked
        self.order = order
    }

    /// The same, revoked.
    public func revoked(at instant: Instant) -> Waiver {
        Waiver(
            id: self.id, unit: self.unit, requirement: self.requirement, period: self.period, basis: self.basis,
            signer: self.signer, recorded: self.recorded, revoked: instant, order: self.order)
    }
}
