internal import Messages
internal import Pipeline

/// Decides what becomes of each command of a batch, in their order, but for the rows of imports.
struct CommandSorting: Sendable {
    /// Something to be done, in the order of the commands.
    enum Step: Sendable {
        /// The record at that place of the batch goes to the dead letters.
        case letter(Int, Fault)
        /// A command is answered.
        case answer(Answer, CommandSender)
        /// All rows of an import are judged, and the command is answered by what comes of it.
        case commit(ImportStaging.Commit, CommandSender)
    }

    /// What is to be done.
    private(set) var steps: [Step] = []
    /// The imports under way.
    private(set) var imports: ImportStaging
    private var ledger: CommandLedger<RegistryCommand>
    private var place = 0

    /// Begins a batch with what is known.
    init(_ ledger: CommandLedger<RegistryCommand>, imports: ImportStaging) {
        self.ledger = ledger
        self.imports = imports
    }

    /// The commands that claim their identities.
    var accepted: [Message<RegistryCommand>] { self.ledger.accepted }

    /// What becomes of the next command.
    mutating func sort(_ command: IncomingCommand<RegistryCommand>) -> Disposition {
        defer { self.place += 1 }
        let reception = self.ledger.receive(command)
        switch reception {
        case .repeated: break
        case .refused(let fault, let sender):
            self.steps.append(.letter(self.place, fault))
            if let sender { self.steps.append(.answer(.refusal(fault), sender)) }
        case .accepted(let message, let sender):
            switch self.imports.take(message.body, from: message.envelope.source, data: message.data) {
            case .answer(let answer): self.steps.append(.answer(answer, sender))
            case .commit(let commit): self.steps.append(.commit(commit, sender))
            }
        }
        return reception.disposition
    }
}
