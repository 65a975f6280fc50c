internal import Messages
internal import Pipeline
internal import ServiceKit

/// `guoying dlq`: what was refused, and what becomes of it.
struct DeadLettersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dlq", abstract: "Shows and ends the letters about records that were refused.",
        subcommands: [
            DeadLetterListCommand.self, DeadLetterShowCommand.self, DeadLetterReplayCommand.self,
            DeadLetterDismissCommand.self,
        ])
}

/// `guoying dlq list`.
struct DeadLetterListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the refused records that nobody has dealt with yet, the newest last.")

    @OptionGroup var reading: ReadingOptions
    @Option(help: "Only letters with this code, such as schema.", transform: Self.code) var code: String?
    @Option(help: "Only what this source sent.") var source: String?
    @Option(help: "Only what names this unit.") var unit: String?
    @Option(help: "At most so many, the newest.") var limit = 1_000
    @Option(help: "What it looks like.") var format: TextOrJSON = .text

    func run() async throws {
        guard (1...1_000_000).contains(self.limit) else {
            throw ValidationError("--limit is a number from 1 to 1000000")
        }
        let configuration = try self.reading.configuration.load()
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.reading, configuration, on: connection)
            let filter = DeadLetterFilter(code: self.code, source: self.source, unit: self.unit)
            let letters = try await DeadLetterTable.open(filter, limit: self.limit, connection)
            let output = StandardStream.output
            switch self.format {
            case .text: output.write(DeadLetterList(letters).text)
            case .json: output.write(DeadLetterList(letters).json)
            }
            let count = try await DeadLetterTable.openCount(filter, connection)
            if count > letters.count {
                StandardStream.error.write("guoying: the newest \(letters.count) of \(count); --limit shows more\n")
            }
            return backlog
        }
        try backlog.report()
    }

    private static func code(_ text: String) throws -> String {
        guard let code = FaultCode(rawValue: text) else {
            throw ValidationError("expected one of \(FaultCode.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return code.rawValue
    }
}
