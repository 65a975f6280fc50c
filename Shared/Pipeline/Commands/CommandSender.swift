public import Messages

/// Who sent a command: whom its answer is for.
public struct CommandSender: Sendable {
    /// The id of the command.
    public let id: String
    /// What the answer and all that the command changed carry of it: who acted, and in which undertaking.
    public let headers: [JournalHeader]

    /// Whoever sent a command of which only the id could be read.
    public init(id: String) {
        self.id = id
        self.headers = []
    }

    /// Whoever gave an order, and in whose name.
    init(id: String, actor: String) {
        self.id = id
        self.headers = [JournalHeader("ce_authid", actor)]
    }

    /// Whoever sent a command.
    public init(_ envelope: Envelope) {
        self.id = envelope.id
        self.headers = [
            envelope.actor.map { JournalHeader("ce_authid", $0) },
            envelope.correlation.map { JournalHeader("ce_correlationid", $0) },
        ].compactMap { $0 }
    }
}
