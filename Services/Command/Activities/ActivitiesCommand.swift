internal import Domain
internal import Pipeline
internal import ServiceKit

/// `guoying activities`: what took place, as the log holds it.
struct ActivitiesCommand: ParsableCommand {
    /// What the list looks like.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
        case csv
    }

    static let configuration = CommandConfiguration(
        commandName: "activities", abstract: "Shows what took place, as the log holds it.",
        discussion: """
            Of each record the version that counted as known at --known-at; what began at --as-of or later had not \
            taken place yet. D is a day (its first instant in Asia/Shanghai) or an RFC 3339 instant; now where it is \
            left out.

            A record is told to be a probable duplicate where another one of its unit and kind began at the same \
            instant under another source or id; nothing is dropped for that. It is told to be delayed where it came \
            more than a day after its source is said to have recorded it.

            Of talks, surveys, care, requests for help and papers of an admission it is told that there is a record, \
            not what it says, and of votes not who was due. An operator who says what for (--purpose) sees them whole; \
            who looked, when and what for is written down, and stands with the record.

            The columns of CSV, always all of them: unit, kind, startedAt, title, due, present, source, id, recorded, \
            accepted, revision, probableDuplicate, delayed, withheld; looks (how many, empty for none), looks.at, \
            looks.by, looks.purpose (the newest 100 of them, the newest first, with "; " between them); data (as \
            JSON, with --purpose; it may be longer than a spreadsheet's cell takes); versions.state, versions.source, \
            versions.id, versions.recorded, versions.accepted, versions.revision, versions.delayed (with --versions). \
            With --versions a record has a line for each of its versions; what stands before versions.state is in \
            each what counts. More may come, behind these.
            """)

    @OptionGroup var reading: ReadingOptions
    @Option(help: "Only of this unit and what has ever stood below it.") var unit: String?
    @Option(help: "Only of this kind, such as theme-day.", transform: Self.kind) var kind: ActivityKind?
    @Option(help: "Only of this source.") var source: String?
    @Option(help: ArgumentHelp("Only what began then or later.", valueName: "D")) var from: Moment?
    @Option(help: ArgumentHelp("Only what began before.", valueName: "D")) var to: Moment?
    @Option(help: ArgumentHelp("What was so by then.", valueName: "D")) var asOf: Moment?
    @Option(help: ArgumentHelp("As far as it was known then.", valueName: "D")) var knownAt: Moment?
    @Flag(help: "All versions that were known of each record, those that count no more too.") var versions = false
    @Option(help: ArgumentHelp("Personal records too, whole; it is written down.", valueName: "TEXT"))
    var purpose: String?
    @Option(help: "At most so many, the earliest first.", transform: Self.number) var limit: Int?
    @Option(help: "What it looks like.") var format: Format = .text

    func run() async throws {
        guard self.purpose == nil || self.format != .text else {
            throw ValidationError("--purpose shows records whole, which --format json and --format csv print")
        }
        let configuration = try self.reading.configuration.load()
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.reading, configuration, on: connection)
            let now = Instant(microseconds: try await SharedClock.learning(on: connection).now())
            let question = ActivityQuestion(
                top: self.unit.map { UnitCode(rawValue: $0) }, kind: self.kind,
                source: self.source.map { SourceName(rawValue: $0) }, from: self.from?.instant, to: self.to?.instant,
                asOf: self.asOf?.instant ?? now, knownAt: self.knownAt?.instant ?? now,
                isWithVersions: self.versions, purpose: self.purpose, limit: self.limit ?? Self.limitUnlessTold)
            let log = try await ActivityReader(connection).read(question)
            let output = StandardStream.output
            switch self.format {
            case .text: output.write(ActivityList(log, question).text)
            case .json: output.write(try ActivityJSON(log, question).bytes)
            case .csv: output.write(try ActivityCSV(log, question).text)
            }
            if log.hasMore {
                StandardStream.error.write(
                    "guoying: there are more than \(question.limit); narrow the question, or raise --limit\n")
            }
            return backlog
        }
        try backlog.report()
    }

    private static let limitUnlessTold = 1_000

    private static func kind(_ text: String) throws -> ActivityKind {
        guard let kind = ActivityKind(rawValue: text) else {
            let known = ActivityKind.allCases.map(\.rawValue)
            throw ValidationError(
                "there is no kind '\(text)'\(NearestName.suggestion(for: text, among: known)); there are: "
                    + known.joined(separator: ", "))
        }
        return kind
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text), (1...1_000_000).contains(number) else {
            throw ValidationError("expected a number from 1 to 1000000")
        }
        return number
    }
}
