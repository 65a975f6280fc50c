internal import Crypto
internal import Domain
internal import Messages

/// Decides about waivers, in the order of the commands: a pure function of the pack, of the register's units and of the
/// waivers that are there.
struct WaiverDesk {
    /// What comes of a command.
    enum Outcome {
        case done(WaiverFact)
        case rejected(CommandRejection)
    }

    let pack: Pack
    /// Those of the units spoken of that the register has.
    let units: Set<UnitCode>
    /// Those of the waivers spoken of that were given, by their names.
    private(set) var waivers: [String: Waiver]
    let now: Instant

    init(pack: Pack, units: Set<UnitCode>, waivers: [String: Waiver], now: Instant) {
        self.pack = pack
        self.units = units
        self.waivers = waivers
        self.now = now
    }

    /// What comes of a command. A waiver is named after the command that gave it, so that giving it again is the same.
    mutating func outcome(of message: Message<SupervisionCommand>) -> Outcome {
        guard let actor = message.envelope.actor, !actor.isEmpty else { return .rejected(.noActor) }
        switch message.body {
        case .waive(let order):
            return self.give(order, named: "wv-" + message.identity.hex, signedBy: PersonID(rawValue: actor))
        case .revokeWaiver(let revocation):
            return self.revoke(revocation, by: PersonID(rawValue: actor))
        }
    }

    private mutating func give(
        _ order: WaiverOrder, named id: String, signedBy signer: PersonID
    ) -> Outcome {
        guard self.units.contains(order.unit) else { return .rejected(.unknownUnit(order.unit)) }
        guard self.pack.requirements.contains(where: { $0.id == order.requirement }) else {
            return .rejected(.unknownRequirement(order.requirement, self.pack))
        }
        let waiver = Waiver(
            id: id, unit: order.unit, requirement: order.requirement,
            period: Period(from: order.from, through: order.through), basis: order.basis, signer: signer,
            recorded: self.now, order: 0)
        self.waivers[id] = waiver
        return .done(.given(waiver))
    }

    private mutating func revoke(
        _ revocation: WaiverRevocation, by person: PersonID
    ) -> Outcome {
        guard let waiver = self.waivers[revocation.waiver] else { return .rejected(.unknownWaiver(revocation.waiver)) }
        guard waiver.revocation == nil else { return .rejected(.alreadyRevoked(waiver)) }
        let revoked = waiver.revoked(
            Waiver.Revocation(recorded: self.now, from: max(revocation.from ?? self.now.day, waiver.period.from)))
        self.waivers[waiver.id] = revoked
        return .done(.revoked(revoked, by: person, reason: revocation.reason))
    }
}

extension CommandRejection {
    fileprivate static let noActor = Self(
        code: "missing-actor", field: "authid",
        sentence: BilingualText(
            zh: "指令没有说明由谁签署；请填写 authid。", en: "The command does not say who signs it; set authid."))

    fileprivate static func unknownUnit(_ unit: UnitCode) -> Self {
        Self(
            code: "unknown-unit", field: "data.unit",
            sentence: BilingualText(
                zh: "登记册里没有单位“\(unit)”；请核对代码，或先登记。",
                en: "The register has no unit '\(unit)'; check the code, or import the unit first."))
    }

    fileprivate static func unknownRequirement(_ requirement: RequirementID, _ pack: Pack) -> Self {
        let known = pack.requirements.map(\.id.rawValue).joined(separator: ", ")
        return Self(
            code: "unknown-requirement", field: "data.requirement",
            sentence: BilingualText(
                zh: "规则包\(pack.id)里没有要求“\(requirement)”；有：\(known)。",
                en: "The pack \(pack.id) asks for no '\(requirement)'; it asks for \(known)."))
    }

    fileprivate static func unknownWaiver(_ id: String) -> Self {
        Self(
            code: "unknown-waiver", field: "data.waiver",
            sentence: BilingualText(
                zh: "没有豁免“\(id)”；guoying waivers 列出全部。", en: "There is no waiver '\(id)'; guoying waivers lists them."))
    }

    fileprivate static func alreadyRevoked(_ waiver: Waiver) -> Self {
        Self(
            code: "already-revoked", field: "data.waiver",
            sentence: BilingualText(
                zh: "豁免“\(waiver.id)”已经撤销。", en: "The waiver '\(waiver.id)' has been revoked already."))
    }
}
