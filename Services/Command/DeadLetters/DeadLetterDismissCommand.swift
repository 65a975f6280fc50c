internal import Crypto
internal import FoundationEssentials
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
    @Option(help: "Why, in a sentence.", transform: OperatorReason.read) var reason: String
    @Option(
        help: ArgumentHelp(
            "Who dismisses it, an opaque id; the name of the user where left out.", valueName: "person"))
    var actor: String?
    @Option(help: "The language of a refusal.") var language: PageLanguage = .both
    @Argument(help: ArgumentHelp("The letter's number, as 'guoying dlq list' shows it.", valueName: "lane-position"))
    var letter: LetterNumber

    func run() async throws {
        let configuration = try self.options.configuration.load()
        try await configuration.connected { connection in
            let office = ServiceOffice(
                name: "activity", waitLimit: self.options.waitLimit, connection: connection, language: self.language)
            let command = ActivityCommand.dismissLetter(LetterDismissal(self.letter, reason: self.reason))
            var envelope = Envelope(
                source: ServiceOffice.source, id: Hex.encode(Random.bytes(12)), type: command.type)
            envelope.actor = self.actor ?? ProcessInfo.processInfo.userName
            _ = try await office.ask(
                envelope, data: command.data, on: configuration.topics.activityCommands.name, configuration)
            StandardStream.output.write("dismissed \(self.letter)\n")
        }
    }
}
