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
        let firstDay = try await runtime.transaction { transaction in
            try await Self.prepare(for: pack, reading: read.map(\.name), in: transaction)
        }
        let goLive = configuration[.goLive].map { Day(daysSince1970: Int32($0)) } ?? firstDay
        runtime.log.notice(
            "judging", metadata: ["pack": "\(pack.id) \(pack.version)", "digest": pack.digest, "go-live": "\(goLive)"])

        let judge = Judge(pack: pack, goLive: goLive, topics: topics)
        let gate = Gate()
        try await runtime.run(
            read + [topics.supervisionCommands],
            handler: SupervisionHandler(topics: topics, judge: judge, due: runtime.due, gate: gate),
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

    /// Settles what is decided at the first start, and has everything judged by a pack that was not in force yet.
    ///
    /// Whoever looks at everything has looked at all that the journals say so far, also at what the topics hold no
    /// more.
    /// - Returns: the business day of the first start.
    static func prepare(for pack: Pack, reading topics: [String], in transaction: Transaction) async throws -> Day {
        let connection = transaction.connection
        if try await SettingTable.replacePack(pack.digest, on: connection) {
            try await HeadTable.raise(try await HeadTable.heads(of: topics, on: connection), on: connection)
            let sources = try await SourceTable.all(on: connection)
            try await transaction.schedule(
                [FanOut(.everything).item(at: transaction.now)]
                    + sources.map { .judging($0, at: transaction.now) })
        }
        return try await SettingTable.firstDay(transaction.now.day, on: connection)
    }
}

/// There is no folder of packs.
struct MissingPacks: ExitCodeError, CustomStringConvertible {
    let description = "no packs lie beside the program; set GUOYING_SUPERVISION_PACKS to the folder that they lie in"
    var exitCode: ExitCode { .validationFailure }
}
