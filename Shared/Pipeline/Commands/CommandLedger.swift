internal import Crypto
public import Messages
public import Postgres

/// Which commands of a batch are new, in their order, by what is known of those that came before.
public struct CommandLedger<Body: MessageBody>: Sendable {
    /// The commands that claim their identities.
    public private(set) var accepted: [Message<Body>] = []
    /// What was taken, by what identifies it.
    private var taken: [Digest16: Digest16] = [:]
    /// The ids of commands that have had an answer.
    private var answered: Set<String>

    /// Begins a batch with nothing known but the ids of commands that have had an answer.
    public init(answered: [String] = []) { self.answered = Set(answered) }

    /// Begins a batch with what `CommandTable` knows.
    public init(_ answers: [Rows]) throws {
        self.init(answered: try answers[1].decode("cause"))
        for row in answers[0] {
            self.taken[try row.decode("identity")] = try row.decode("content", as: Digest16.self)
        }
    }

    /// What becomes of the next command.
    public mutating func receive(_ command: IncomingCommand<Body>) -> CommandReception<Body> {
        switch command.reading {
        case .fault(let fault):
            // It claims no identity, so that it can be sent again put right; it is answered once all the same.
            guard let id = command.id, self.answered.insert(id).inserted else {
                return .refused(fault, answering: nil)
            }
            return .refused(fault, answering: CommandSender(id: id))
        case .command(let message):
            if let content = self.taken[message.identity] {
                return content == message.content
                    ? .repeated : .refused(Fault(.conflictingDuplicate, at: "id"), answering: nil)
            }
            self.taken[message.identity] = message.content
            self.answered.insert(message.envelope.id)
            self.accepted.append(message)
            return .accepted(message, CommandSender(message.envelope))
        }
    }
}
