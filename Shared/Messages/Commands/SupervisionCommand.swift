public import JSON

/// What supervision is told to do.
public enum SupervisionCommand: Hashable, Sendable {
    /// A unit is released from a requirement for some days.
    case waive(WaiverOrder)
    /// A waiver is taken back.
    case revokeWaiver(WaiverRevocation)
}

extension SupervisionCommand: MessageBody {
    /// The types of supervision's commands.
    public static let types = ["guoying.supervision.waive.v1", "guoying.supervision.revoke-waiver.v1"]

    /// Reads the data of a command.
    public static func read(_ data: Element, type: Int) throws(Fault) -> SupervisionCommand {
        switch type {
        case 0: .waive(try WaiverOrder.shape.read(data))
        default: .revokeWaiver(try WaiverRevocation.shape.read(data))
        }
    }

    /// The command's type.
    public var type: String {
        switch self {
        case .waive: Self.types[0]
        case .revokeWaiver: Self.types[1]
        }
    }

    /// The command's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        switch self {
        case .waive(let order): order.write(into: &writer)
        case .revokeWaiver(let revocation): revocation.write(into: &writer)
        }
        return writer.bytes
    }
}
