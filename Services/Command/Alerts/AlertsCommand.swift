internal import Domain
internal import Facts
internal import Pipeline
internal import Postgres
internal import ServiceKit

/// `guoying alerts`: what supervisors are to know now.
struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Shows the alerts that stand now.",
        discussion: """
            Units stand in the order of the register; within a unit the most urgent alert comes first. An alert \
            stands until it is resolved: its newest version counts. JSON is an array of the alerts as they were sent.
            """)

    @OptionGroup var reading: ReadingOptions
    @Option(help: "Only this unit and what lies below it.") var unit: String?
    @Option(help: "Only alerts that weigh so.", transform: Self.severity) var severity: AlertSeverity?
    @Flag(help: "Those that were resolved too.") var all = false
    @Option(help: "The language of the text.") var language: PageLanguage = .both
    @Option(help: "What it looks like.") var format: TextOrJSON = .text

    func run() async throws {
        let configuration = try self.reading.configuration.load()
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.reading, configuration, for: .alerts, on: connection)
            let now = Instant(microseconds: try await SharedClock.learning(on: connection).now())
            let filter = AlertFilter(
                top: self.unit.map { UnitCode(rawValue: $0) }, severity: self.severity,
                scope: self.all ? .all : .standing)
            let alerts = try await AlertReader(connection).read(filter)
            switch self.format {
            case .text:
                StandardStream.output.write(
                    try AlertPage(alerts, filter, asOf: now).text(in: self.language))
            case .json: StandardStream.output.write(StoredAlert.json(alerts))
            }
            return backlog
        }
        try backlog.report()
    }

    private static func severity(_ text: String) throws -> AlertSeverity {
        guard let severity = AlertSeverity(rawValue: text) else {
            throw ValidationError("expected one of \(AlertSeverity.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return severity
    }
}
