internal import Domain
internal import Facts
internal import Postgres

/// A waiver with whoever took it back, as it is listed.
struct ListedWaiver {
    private let waiver: Waiver
    private let revoker: String?
    private let reason: String?

    /// Reads a row of `supervision.waiver_v1`.
    init(_ row: Row) throws {
        self.waiver = try Waiver(row)
        self.revoker = try row.decode("revoked_by")
        self.reason = try row.decode("revocation_reason")
    }

    /// Its lines for people.
    var text: String {
        let waiver = self.waiver
        let end = waiver.revocation.map { revocation in
            "\n  no longer from \(revocation.from) on: \(self.reason ?? "") "
                + "(taken back by \(self.revoker ?? ""), \(revocation.recorded.shortText))"
        }
        return """
            \(waiver.id)
              \(waiver.requirement) of \(waiver.unit), \(waiver.period)
              \(waiver.basis) (signed by \(waiver.signer), \(waiver.recorded.shortText))\(end ?? "")

            """
    }

    /// Its members for programs; those that it has not are nil.
    var members: [(name: String, value: String?)] {
        let (waiver, revocation) = (self.waiver, self.waiver.revocation)
        return [
            ("waiver", waiver.id), ("unit", waiver.unit.rawValue), ("requirement", waiver.requirement.rawValue),
            ("from", waiver.period.from.description), ("to", waiver.period.through.description),
            ("basis", waiver.basis), ("signer", waiver.signer.rawValue), ("recorded", waiver.recorded.description),
            ("revoked", revocation?.recorded.description), ("revokedFrom", revocation?.from.description),
            ("revokedBy", self.revoker), ("revocationReason", self.reason),
        ]
    }
}
