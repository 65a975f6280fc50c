internal import FoundationEssentials
internal import HTTP
internal import Kafka
internal import Messages
internal import Pipeline
internal import Schemas
internal import ServiceKit

/// `guoying-activity`: takes in what other systems say happened.
@main struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guoying-activity",
        abstract: "Takes in what other systems say happened, and passes on what is accepted.",
        discussion: Configuration.Catalogue.activity.help, version: Product.version)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try self.options.load(.activity)
        let runtime = try await Runtime.start(Database.activity, configuration: configuration)
        let own = runtime.topics.activityIntake
        let intake = configuration[.intakeTopics]?.adding(own) ?? IntakeTopics(own)
        try await runtime.transaction { try await QualityTable.scheduleFirst(in: $0) }
        let handler = ActivityIntake(
            topics: runtime.topics, intake: intake, cluster: runtime.cluster,
            ends: { topic in try await runtime.admin.ends(of: topic).sorted { $0.key < $1.key }.map(\.value.high) })
        try await runtime.run(
            intake.names.map { runtime.topics.intake(named: $0) } + [
                runtime.topics.activityCommands, runtime.topics.activityRehearsal, runtime.topics.registryJournal,
            ],
            handler: handler,
            dueHandlers: [
                WatermarkHandler(cluster: runtime.cluster, journal: runtime.topics.activityJournal),
                ReleaseHandler(topics: runtime.topics), ParkingLimitHandler(topics: runtime.topics),
                DisclosureHandler(), QualityHandler(topics: runtime.topics),
            ], beside: try Self.door(configuration, intake, runtime).map { [$0] } ?? [],
            writers: configuration[.writers])
    }

    /// The way in over HTTP, where one is configured.
    private static func door(
        _ configuration: Configuration, _ intake: IntakeTopics, _ runtime: Runtime
    ) throws -> EventDoor? {
        guard let port = configuration[.doorPort] else { return nil }
        guard let file = configuration[.doorTokens] else { throw DoorWithoutTokens(reason: "is not set") }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw DoorWithoutTokens(reason: "names \(file), which cannot be read")
        }
        return EventDoor(
            at: ListeningAddress(host: configuration[.httpAddress], port: UInt16(port)),
            tokens: try DoorTokens(text), rate: configuration[.doorRate], intake: intake, runtime: runtime)
    }
}
