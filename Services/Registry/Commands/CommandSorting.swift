internal import Crypto
internal import Messages
internal import Pipeline

/// Decides what becomes of each command of a batch, in their order, but for the rows of imports.
struct CommandSorting: Sendable {
    /// Something to be done, in the order of the commands.
    enum Step: Sendable {
        /// The record at that place of the batch goes to the dead letters.
        case letter(Int, Fault)
        /// A command is answered.
        case answer(Answer, Addressee)
        /// All rows of an import are judged, and the command is answered by what comes of it.
        case commit(ImportStaging.Commit, Addressee)
    }

    /// What is to be done.
    private(set) var steps: [Step] = []
    /// The commands that claim their identities.
    private(set) var accepted: [Message<RegistryCommand>] = []
    /// The imports under way.
    private(set) var imports: ImportStaging
    /// What was taken before, by what identifies it.
    private var taken: [Digest16: Digest16]
    /// The ids of commands that have had an answer.
    private var answered: Set<String>
    private var place = 0

    /// Begins a batch with what is known.
    init(taken: [Digest16: Digest16], answered: [String], imports: ImportStaging) {
        self.taken = taken
        self.answered = Set(answered)
        self.imports = imports
    }

    /// What becomes of the next command.
    mutating func sort(_ command: IncomingCommand) -> Disposition {
        defer { self.place += 1 }
        switch command.reading {
        case .fault(let fault):
            self.steps.append(.letter(self.place, fault))
            // It claims no identity, so that it can be sent again put right; it is answered once all the same.
            if let id = command.id, self.answered.insert(id).inserted {
                self.steps.append(.answer(.refusal(fault), Addressee(id: id)))
            }
            return .refused
        case .command(let message):
            return self.sort(message)
        }
    }

    private mutating func sort(_ message: Message<RegistryCommand>) -> Disposition {
        if let content = self.taken[message.identity] {
            guard content != message.content else { return .duplicate }
            self.steps.append(.letter(self.place, Fault(.conflictingDuplicate)))
            return .refused
        }
        self.taken[message.identity] = message.content
        self.answered.insert(message.envelope.id)
        self.accepted.append(message)
        let addressee = Addressee(message.envelope)
        switch self.imports.take(message.body, from: message.envelope.source, data: message.data) {
        case .answer(let answer): self.steps.append(.answer(answer, addressee))
        case .commit(let commit): self.steps.append(.commit(commit, addressee))
        }
        return .applied
    }
}
