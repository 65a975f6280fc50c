internal import Domain
internal import Messages
internal import Pipeline

/// What comes of a batch: the entries of the journal and the rows of the register, in order.
struct Minutes: Sendable {
    /// The entries.
    private(set) var entries: [JournalEntry] = []
    /// The rows, each with the place of the entry that tells it.
    private(set) var changes: [(change: RegisterChange, entry: Int)] = []
    private var register: Register
    private let topics: Topics
    private let accepted: Instant

    /// Begins a batch with the register as it is.
    init(register: Register, topics: Topics, accepted: Instant) {
        self.register = register
        self.topics = topics
        self.accepted = accepted
    }

    /// Adds an entry as it is.
    mutating func add(_ entry: JournalEntry) { self.entries.append(entry) }

    /// Answers a command.
    mutating func add(_ answer: Answer, for sender: CommandSender) {
        self.add(answer.entry(for: sender, on: self.topics.registryJournal))
    }

    /// Judges all rows of an import, applies them where they are to be applied, and answers.
    mutating func add(_ content: ImportContent, committedBy commit: ImportCommit, for sender: CommandSender) {
        var register = self.register
        switch register.take(content, of: commit.importID, accepted: self.accepted) {
        case .faulty(let faults):
            self.add(.faults(faults), for: sender)
        case .sound(let changes, let outcome):
            if commit.mode == .apply {
                self.register = register
                for change in changes { self.add(change, for: sender) }
            }
            self.add(.outcome(outcome, commit.mode), for: sender)
        }
    }

    private mutating func add(_ change: RegisterChange, for sender: CommandSender) {
        var entry = change.entry(on: self.topics)
        entry.headers = JournalHeaders(sender.headers)
        self.changes.append((change, self.entries.count))
        self.entries.append(entry)
    }
}
