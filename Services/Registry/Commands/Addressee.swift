internal import Messages
internal import Pipeline

/// Whom an answer is for.
struct Addressee: Sendable {
    /// The id of the command.
    let id: String
    /// What the answer and all that the command changed carry of it: who acted, and in which undertaking.
    let headers: [JournalHeader]

    /// Whoever sent a command of which only the id could be read.
    init(id: String) {
        self.id = id
        self.headers = []
    }

    /// Whoever sent a command.
    init(_ envelope: Envelope) {
        self.id = envelope.id
        self.headers = [
            envelope.actor.map { JournalHeader("ce_authid", $0) },
            envelope.correlation.map { JournalHeader("ce_correlationid", $0) },
        ].compactMap { $0 }
    }
}
