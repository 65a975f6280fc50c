public import Domain
internal import JSON

/// What became of a waiver: the answer to the command that gave it or took it back, and for readers of the journal the
/// unit whose verdicts it changes.
public enum WaiverFact: Hashable, Sendable {
    /// A unit was released.
    case given(Waiver)
    /// A waiver was taken back, by whom and why.
    case revoked(Waiver, by: PersonID, reason: String)

    /// The types of the facts.
    public static let types = ["guoying.supervision.waived.v1", "guoying.supervision.waiver-revoked.v1"]

    /// The fact's type.
    public var type: String {
        switch self {
        case .given: Self.types[0]
        case .revoked: Self.types[1]
        }
    }

    /// The waiver that it is about.
    public var waiver: Waiver {
        switch self {
        case .given(let waiver), .revoked(let waiver, _, _): waiver
        }
    }

    /// The fact's data as JSON.
    public var data: [UInt8] {
        let waiver = self.waiver
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("waiver", waiver.id)
            writer.member("unit", waiver.unit.rawValue)
            writer.member("requirement", waiver.requirement.rawValue)
            switch self {
            case .given:
                writer.member("from", waiver.period.from.description)
                writer.member("to", waiver.period.through.description)
                writer.member("basis", waiver.basis)
                writer.member("signer", waiver.signer.rawValue)
            case .revoked(let waiver, let person, let reason):
                if let revocation = waiver.revocation { writer.member("from", revocation.from.description) }
                writer.member("by", person.rawValue)
                writer.member("reason", reason)
            }
        }
        return writer.bytes
    }

    /// Describes the data of both facts.
    static func describe(_ type: Int, _ writer: inout JSONWriter) {
        let common: [ListedMember] = [
            .required("waiver", .text(1...64)), .required("unit", .unitCode),
            .required("requirement", .text(1...64)),
        ]
        let own: [ListedMember] =
            type == 0
            ? [
                .required("from", .day), .required("to", .day),
                .required("basis", .text(1...1_000)), .required("signer", .text(1...256)),
            ]
            : [
                .required("from", .day), .required("by", .text(1...256)),
                .required("reason", .text(1...1_000)),
            ]
        ObjectSchema(common + own).describe(&writer)
    }
}
