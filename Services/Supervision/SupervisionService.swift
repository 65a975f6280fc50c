internal import Domain
internal import Messages
internal import Packs
internal import Pipeline
internal import Schemas
internal import ServiceKit

/// The service, put together from its configuration.
enum SupervisionService {
    /// What it reads from the environment and its configuration file.
    static let catalogue = Runtime.catalogue.reading(.packs).reading(.pack)

    /// Judges until the process is asked to stop.
    static func run(_ configuration: Configuration) async throws {
        let pack = try Self.pack(configuration)
        let runtime = try await Runtime.start(Database.supervision, configuration: configuration)
        let topics = runtime.topics
        let read = [topics.registryJournal, topics.activityJournal, topics.activityDeadLetters]
        let configured = configuration[.goLive].map { Day(daysSince1970: Int32($0)) }
        let goLive = try await runtime.transaction { transaction in
            try await Self.prepare(for: pack, goLive: configured, reading: read.map(\.name), in: transaction)
        }
        runtime.log.notice(
            "judging", metadata: ["pack": "\(pack.id) \(pack.version)", "digest": pack.digest, "go-live": "\(goLive)"])

        let judge = Judge(pack: pack, goLive: goLive, topics: topics)
        let gate = Gate()
        try await runtime.run(
            read + [topics.supervisionCommands],
            handler: SupervisionHandler(topics: topics, judge: judge, gate: gate),
            dueHandlers: [
                FanOutHandler(gate: gate), JudgeHandler(judge: judge, gate: gate),
                SourceHandler(judge: judge, gate: gate),
            ], beside: [GateKeeper(gate, runtime: runtime)]
        ) { transaction in
            try await PublishedAlerts(topic: topics.supervisionAlerts, settings: runtime.kafka)
                .restate(in: transaction)
        }
    }

    private static func pack(_ configuration: Configuration) throws -> Pack {
        guard let folder = configuration[.packs].map(PackFolder.init) ?? PackFolder.installed else {
            throw MissingPacks()
        }
        return try folder.pack(configuration[.pack])
    }

    /// Settles what is decided at the first start, and has everything judged by a pack that was not in force yet, or
    /// when alerts begin on another day than before.
    ///
    /// Whoever looks at everything has looked at all that the journals say so far, also at what the topics hold no
    /// more.
    /// - Returns: the day on which alerts began: the one that is configured, else the business day of the first start.
    static func prepare(
        for pack: Pack, goLive configured: Day?, reading topics: [String], in transaction: Transaction
    ) async throws -> Day {
        let connection = transaction.connection
        let firstDay = try await SettingTable.firstDay(transaction.now.day, on: connection)
        let goLive = configured ?? firstDay
        let isNewPack = try await SettingTable.replace(.pack, by: pack.digest, on: connection)
        let isNewDay = try await SettingTable.replace(.goLive, by: goLive.description, on: connection)
        if isNewPack || isNewDay {
            try await HeadTable.raise(try await HeadTable.heads(of: topics, on: connection), on: connection)
            let sources = try await SourceTable.all(on: connection)
            try await transaction.schedule(
                [FanOut(.everything).item(at: transaction.now)]
                    + sources.map { .judging($0, at: transaction.now) })
        }
        return goLive
    }
}

/// There is no folder of packs.
struct MissingPacks: ExitCodeError, CustomStringConvertible {
    let description = "no packs lie beside the program; set GUOYING_SUPERVISION_PACKS to the folder that they lie in"
    var exitCode: ExitCode { .validationFailure }
}
