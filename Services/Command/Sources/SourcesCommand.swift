internal import Domain
internal import Pipeline
internal import ServiceKit

/// `guoying sources`: who reports, and how far each is.
struct SourcesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "Shows the systems that report, and how far they are.",
        subcommands: [SourcesStatusCommand.self])
}

/// `guoying sources status`.
struct SourcesStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows how far each source is, or all that came of one.",
        discussion: """
            A source says with a watermark that it has sent everything up to an instant; the next one is due one \
            interval (every) after the last was recorded, and the source is behind once it has not come by then.
            """)

    @OptionGroup var reading: ReadingOptions
    @Option(help: "The language of the text.") var language: PageLanguage = .both
    @Option(help: "What it looks like.") var format: TextOrJSON = .text
    @Argument(help: "The source, such as /campus/oa; all where it is left out.") var source: String?

    func run() async throws {
        let configuration = try self.reading.configuration.load()
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.reading, configuration, on: connection)
            let now = Instant(microseconds: try await SharedClock.learning(on: connection).now())
            let asked = self.source.map { SourceName(rawValue: $0) }
            let sources = try await SourceReader(connection, asOf: now).read(asked)
            let output = StandardStream.output
            switch (self.format, asked) {
            case (.json, _): output.write(SourceJSON(sources, asOf: now).bytes)
            case (.text, nil): output.write(SourceList(sources, asOf: now).text(in: self.language))
            case (.text, _?):
                for source in sources { output.write(SourcePage(source, asOf: now).text(in: self.language)) }
            }
            return backlog
        }
        try backlog.report()
    }
}
