internal import Messages
internal import Pipeline
internal import ServiceKit

/// `guoying dlq show`.
struct DeadLetterShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a refused record with everything that its letter carries.",
        discussion: """
            The field is the path of what is wrong: an attribute such as time, or a member such as data.unit. Whoever \
            sent the record puts it right and sends it again, or 'guoying dlq replay' does; 'guoying dlq dismiss' ends \
            a letter of which nothing is to be expected.
            """)

    @OptionGroup var reading: ReadingOptions
    @Argument(help: ArgumentHelp("The letter's number, as 'guoying dlq list' shows it.", valueName: "lane-position"))
    var letter: LetterNumber

    func run() async throws {
        let configuration = try self.reading.configuration.load()
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.reading, configuration, on: connection)
            guard let letter = try await WholeLetter.read(self.letter, on: connection) else {
                throw CommandFailure("there is no dead letter \(self.letter); 'guoying dlq list' shows those that are")
            }
            StandardStream.output.write(letter.text)
            return backlog
        }
        try backlog.report()
    }
}
