internal import Domain
internal import Messages
internal import Pipeline
internal import Postgres

/// Where commands are taken in: each is carried out or refused, and answered once.
struct CommandDesk {
    /// An answer, with the letter that it ends; none where it ends none.
    typealias Reply = (entry: JournalEntry, ends: LetterNumber?)

    /// What came of the commands of a batch.
    struct Minutes {
        /// What became of each, in their order.
        var dispositions: [Disposition] = []
        /// What is wrong with those that go to the dead letters, by their places among the commands.
        var faults: [(place: Int, fault: Fault)] = []
        /// The answers.
        var replies: [Reply] = []
    }

    let topics: Topics

    /// Takes the commands of a batch; what they change is written with the answers' places in the journal.
    func take(
        _ commands: [IncomingCommand<ActivityCommand>], in transaction: Transaction
    ) async throws -> Minutes {
        var minutes = Minutes()
        guard !commands.isEmpty else { return minutes }
        let connection = transaction.connection
        let known = try await connection.pipeline(
            [CommandTable.lock(commands)] + CommandTable.questions(about: commands))
        var ledger = try CommandLedger<ActivityCommand>(Array(known.dropFirst()))
        let receptions = commands.map { ledger.receive($0) }
        try await CommandTable.insert(ledger.accepted, in: transaction)
        var letters = try await LetterTable.lock(ledger.accepted.map(\.body.letter), on: connection)
        for (place, reception) in receptions.enumerated() {
            minutes.dispositions.append(reception.disposition)
            switch reception {
            case .repeated: break
            case .refused(let fault, let sender):
                minutes.faults.append((place, fault))
                guard let sender else { break }
                let rejection = CommandRejection(of: fault, by: BilingualText(zh: "活动服务", en: "The activity service"))
                minutes.replies.append(self.reply(Answer(rejection, by: "activity"), to: sender))
            case .accepted(let message, let sender):
                minutes.replies.append(
                    self.reply(to: message.body, from: sender, &letters, now: transaction.now))
            }
        }
        return minutes
    }

    private func reply(_ answer: Answer, to sender: CommandSender, ends letter: LetterNumber? = nil) -> Reply {
        (answer.entry(for: sender, on: self.topics.activityJournal), letter)
    }

    /// Carries a command out.
    private func reply(
        to command: ActivityCommand, from sender: CommandSender, _ letters: inout [LetterNumber: KnownLetter],
        now: Instant
    ) -> Reply {
        switch command {
        case .dismissLetter(let dismissal):
            switch dismissal.outcome(letters[dismissal.letter]) {
            case .rejected(let rejection):
                return self.reply(Answer(rejection, by: "activity"), to: sender)
            case .dismissed(let fact):
                letters[dismissal.letter]?.ended = now
                let answer = Answer(type: LetterDismissed.type, data: fact.data, unit: fact.unit)
                return self.reply(answer, to: sender, ends: dismissal.letter)
            }
        }
    }
}

extension ActivityCommand {
    /// The letter that it is about.
    fileprivate var letter: LetterNumber {
        switch self {
        case .dismissLetter(let dismissal): dismissal.letter
        }
    }
}
