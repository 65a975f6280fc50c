internal import Crypto
public import Messages

/// What becomes of a command when it comes, before it is carried out.
public enum CommandReception<Body: MessageBody>: Sendable {
    /// It is to be carried out and answered.
    case accepted(Message<Body>, CommandSender)
    /// It was taken before.
    case repeated
    /// It goes to the dead letters, and whoever waits for an answer is told why.
    case refused(Fault, answering: CommandSender?)

    /// What became of the record.
    public var disposition: Disposition {
        switch self {
        case .accepted: .applied
        case .repeated: .duplicate
        case .refused: .refused
        }
    }
}
