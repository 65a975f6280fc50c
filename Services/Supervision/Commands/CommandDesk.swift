internal import Domain
internal import Messages
internal import Pipeline
internal import Postgres

/// Where commands are taken in: each is carried out or refused, and answered once.
struct CommandDesk: Sendable {
    let topics: Topics
    /// What may be waived.
    let pack: Pack

    /// Takes the commands of a batch. What they change is written once their answers have their places in the journal.
    func take(
        _ commands: [IncomingCommand<SupervisionCommand>], in transaction: Transaction
    ) async throws -> CommandMinutes {
        var minutes = CommandMinutes(journal: self.topics.supervisionJournal)
        guard !commands.isEmpty else { return minutes }
        let connection = transaction.connection
        let known = try await connection.pipeline(
            [CommandTable.lock(commands)] + CommandTable.questions(about: commands))
        var ledger = try CommandLedger<SupervisionCommand>(Array(known.dropFirst()))
        let receptions = commands.map { ledger.receive($0) }
        try await CommandTable.insert(ledger.accepted, in: transaction)
        let bodies = ledger.accepted.map(\.body)
        var desk = WaiverDesk(
            pack: self.pack, units: try await WaiverTable.known(bodies.compactMap(\.unit), on: connection),
            waivers: try await WaiverTable.lock(bodies.compactMap(\.waiver), on: connection), now: transaction.now)
        for (place, reception) in receptions.enumerated() {
            minutes.dispositions.append(reception.disposition)
            switch reception {
            case .repeated: break
            case .refused(let fault, let sender):
                minutes.faults.append((place, fault))
                guard let sender else { break }
                minutes.reject(CommandRejection(of: fault, by: Self.name), for: sender)
            case .accepted(let message, let sender):
                switch desk.outcome(of: message) {
                case .done(let fact): minutes.note(fact, for: sender)
                case .rejected(let rejection): minutes.reject(rejection, for: sender)
                }
            }
        }
        return minutes
    }

    private static let name = BilingualText(zh: "督查服务", en: "Supervision")
}

/// What came of the commands of a batch.
struct CommandMinutes {
    private let journal: Topic
    /// What became of each, in their order.
    var dispositions: [Disposition] = []
    /// What is wrong with those that go to the dead letters, by their places among the commands.
    var faults: [(place: Int, fault: Fault)] = []
    /// The answers.
    private(set) var answers: [JournalEntry] = []
    /// What was given or taken back, with the places of the answers.
    private(set) var facts: [(fact: WaiverFact, answer: Int)] = []

    init(journal: Topic) { self.journal = journal }

    /// The command was carried out.
    mutating func note(_ fact: WaiverFact, for sender: CommandSender) {
        self.facts.append((fact, self.answers.count))
        let answer = Answer(type: fact.type, data: fact.data, unit: fact.waiver.unit.rawValue)
        self.answers.append(answer.entry(for: sender, on: self.journal))
    }

    /// It was not.
    mutating func reject(_ rejection: CommandRejection, for sender: CommandSender) {
        self.answers.append(Answer(rejection, by: "supervision").entry(for: sender, on: self.journal))
    }
}

extension SupervisionCommand {
    /// The unit that is to be released.
    fileprivate var unit: UnitCode? {
        guard case .waive(let order) = self else { return nil }
        return order.unit
    }

    /// The waiver that is to be taken back.
    fileprivate var waiver: String? {
        guard case .revokeWaiver(let revocation) = self else { return nil }
        return revocation.waiver
    }
}
