internal import FoundationEssentials
internal import Kafka
internal import Messages
internal import Postgres
internal import Schemas
internal import ServiceKit

/// `guoying recover`: accepts brokers or a database that have gone back.
struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover", abstract: "Accepts brokers or a database that have gone back; lists what stands still.",
        discussion: """
            Without --accept it changes nothing: it says what stands still, why, and what accepting it would do. A \
            topic that was made anew or cut off is read from its beginning, and what was taken in before falls to its \
            ids; records that were deleted before they were read are passed as a gap; where the database has gone \
            back, the journal goes on at positions that nobody can have seen, and what was sent since is read again; a \
            topic of a journal that has lost what was published is published again. Each service journals what was \
            accepted, by whom and why. First bring back what can be brought back: nothing else is as good.

            To accept, log in as a role that belongs to guoying_operator. What cannot be read is passed with \
            'guoying intake skip'.
            """)

    @OptionGroup var options: ReadingOptions
    @Flag(help: "Accepts what is listed.") var accept = false
    @Option(help: "Why, in a sentence; goes with --accept.", transform: OperatorReason.read) var reason: String?
    @Option(
        help: ArgumentHelp("Who accepts it, an opaque id; the name of the user where left out.", valueName: "person"))
    var actor: String?
    @Option(help: "The language of a refusal.") var language: PageLanguage = .both
    @Argument(help: ArgumentHelp("Only what concerns this topic.", valueName: "topic")) var topic: String?

    func run() async throws {
        guard self.accept == (self.reason != nil) else {
            throw ValidationError(self.accept ? "--accept needs --reason" : "--reason goes with --accept")
        }
        let configuration = try self.options.configuration.load()
        try await configuration.connected { connection in
            let situation = try await self.situation(configuration, on: connection)
            StandardStream.output.write(situation.text)
            guard let reason, !situation.steps.isEmpty else {
                if !situation.steps.isEmpty { StandardStream.output.write(Self.invitation) }
                return
            }
            let office = OrderOffice(
                cluster: situation.cluster, actor: self.actor ?? ProcessInfo.processInfo.userName, reason: reason,
                waitLimit: self.options.waitLimit, language: self.language, connection: connection)
            for step in situation.steps {
                try await office.order(step.act, of: step.service)
                StandardStream.output.write("accepted: \(step.place), \(step.consequence)\n")
            }
        }
    }

    private func situation(_ configuration: Configuration, on connection: Connection) async throws -> Situation {
        do {
            return try await Situation.read(
                try configuration.kafkaSettings(), topics: configuration.topics, only: self.topic, on: connection)
        } catch let error as KafkaError {
            throw CommandFailure(of: error)
        }
    }

    private static let invitation = """
        nothing was changed; bring back what can be brought back, or accept all of it with 'guoying recover --accept \
        --reason TEXT'

        """
}
