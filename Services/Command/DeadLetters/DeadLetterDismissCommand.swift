internal import Crypto
internal import Domain
internal import JSON
internal import Kafka
internal import Messages
internal import Postgres
internal import ServiceKit

/// `guoying dlq dismiss`.
struct DeadLetterDismissCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss", abstract: "Ends a dead letter of which nothing is to be expected any more.",
        discussion: """
            A verdict that the letter keeps unknown is judged anew without it. The reason is journalled; write no \
            names into it.
            """)

    @OptionGroup var options: ReadingOptions
    @Option(help: "Why, in a sentence.", transform: Self.sentence) var reason: String
    @Argument(help: ArgumentHelp("The letter's number, as 'guoying dlq list' shows it.", valueName: "lane-position"))
    var letter: LetterNumber

    func run() async throws {
        let configuration = try self.options.configuration.load()
        try await configuration.connected { connection in
            let office = ServiceOffice(name: "activity", waitLimit: self.options.waitLimit, connection: connection)
            let command = ActivityCommand.dismissLetter(LetterDismissal(self.letter, reason: self.reason))
            let envelope = Envelope(
                source: ServiceOffice.source, id: Hex.encode(Random.bytes(12)), type: command.type)
            // Asked once before anything is sent: nobody could see what becomes of it otherwise.
            _ = try await office.answer(to: envelope.id)
            let topic = configuration.topics.activityCommands.name
            let progress = ProgressLine(.error)
            defer { progress.clear() }
            let isAnswered = try await office.opening(topic, configuration) { producer in
                progress.show("waiting for the activity service")
                return try await office.send(
                    [ServiceOffice.record(of: envelope, data: command.data, on: topic)], by: producer,
                    awaiting: envelope.id)
            }
            progress.clear()
            try self.report(isAnswered ? await office.answer(to: envelope.id) : nil)
        }
    }

    private func report(_ answer: ServiceOffice.Answer?) throws {
        guard let answer else {
            throw CommandFailure(
                "the command was sent, and the activity service has not answered within \(self.options.waitLimit); it "
                    + "will be carried out once the service runs",
                exitCode: .outOfDate)
        }
        guard answer.type == LetterDismissed.type else {
            var reader = DocumentReader()
            let rejection = try reader.read(answer.data) { try CommandRejection.read($0, type: 0) }
            throw CommandFailure(rejection.sentence.en)
        }
        StandardStream.output.write("dismissed \(self.letter)\n")
    }

    private static func sentence(_ text: String) throws -> String {
        guard text.contains(where: { !$0.isWhitespace }), text.unicodeScalars.count <= 2_000 else {
            throw ValidationError("expected a sentence of at most 2000 characters")
        }
        return text
    }
}
