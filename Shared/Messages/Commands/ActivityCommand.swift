public import JSON

/// What the activity service is told to do.
public enum ActivityCommand: Hashable, Sendable {
    /// A dead letter is dismissed.
    case dismissLetter(LetterDismissal)
}

extension ActivityCommand: MessageBody {
    /// The types of the activity service's commands.
    public static let types = ["guoying.activity.dismiss-letter.v1"]

    /// Reads the data of a command.
    public static func read(_ data: Element, type: Int) throws(Fault) -> ActivityCommand {
        .dismissLetter(try LetterDismissal.shape.read(data))
    }

    /// The command's type.
    public var type: String { Self.types[0] }

    /// The command's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        switch self {
        case .dismissLetter(let dismissal): dismissal.write(into: &writer)
        }
        return writer.bytes
    }
}
