internal import FoundationEssentials
internal import Kafka
internal import Messages
internal import Postgres
internal import Schemas
internal import ServiceKit

/// `guoying intake skip`.
struct IntakeSkipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Passes a record, or the batch it lies in, that cannot be read.",
        discussion: """
            Only where a partition stands still at that very offset, as /readyz and 'guoying recover' say. It is \
            looked how far what cannot be read goes, and nothing that can be is passed. Each service that stands \
            there journals how many offsets were passed, by whom and why; have the writers send again what was lost. \
            Log in as a role that belongs to guoying_operator.
            """)

    @OptionGroup var options: ReadingOptions
    @Option(help: "Why, in a sentence.", transform: OperatorReason.read) var reason: String
    @Option(
        help: ArgumentHelp("Who passes it, an opaque id; the name of the user where left out.", valueName: "person"))
    var actor: String?
    @Option(help: "The language of a refusal.") var language: PageLanguage = .both
    @Argument(help: "The topic's whole name.") var topic: String
    @Argument(help: "The partition's number.") var partition: Int
    @Argument(help: "The offset at which it stands still.") var offset: Int

    func run() async throws {
        guard let number = Int32(exactly: self.partition), number >= 0 else {
            throw ValidationError("expected the number of a partition, from 0 on")
        }
        let configuration = try self.options.configuration.load()
        let settings = try configuration.kafkaSettings()
        let partition = TopicPartition(topic: self.topic, partition: number)
        try await configuration.connected { connection in
            do {
                try await self.skip(partition, settings, topics: configuration.topics, on: connection)
            } catch let error as KafkaError {
                throw CommandFailure(of: error)
            }
        }
    }

    private func skip(
        _ partition: TopicPartition, _ settings: Settings, topics: Topics, on connection: Connection
    ) async throws {
        let cluster = try await Admin(settings: settings).clusterID()
        var standing: [(service: String, standstill: Standstill)] = []
        for schema in Database.all {
            for (standstill, _) in try await Situation.standing(in: schema.name, on: cluster, connection)
            where standstill.topic == self.topic && standstill.number == partition.partition {
                guard standstill.found == .unreadable, standstill.bound == Int64(self.offset) else {
                    throw CommandFailure(
                        "\(schema.name) stands still in \(standstill.place) at \(standstill.whereabouts), not where offset "
                            + "\(self.offset) cannot be read; nothing was changed ('guoying recover' lists what stands "
                            + "still)")
                }
                standing.append((schema.name, standstill))
            }
        }
        guard !standing.isEmpty else {
            throw CommandFailure(
                "no service stands still in \(self.topic)/\(self.partition); nothing was changed ('guoying recover' lists "
                    + "what stands still)")
        }
        let progress = ProgressLine(.error)
        let end = try await UnreadableStretch(partition: partition, settings: settings)
            .end(after: Int64(self.offset), progress: progress)
        progress.clear()
        let office = OrderOffice(
            cluster: cluster, actor: self.actor ?? ProcessInfo.processInfo.userName, reason: self.reason,
            waitLimit: self.options.waitLimit, language: self.language, connection: connection)
        for (service, standstill) in standing {
            let goal = max(end, standstill.position + 1)
            try await office.order(.accept(standstill, readOnAt: goal), of: service)
            let count = Int(goal - max(Int64(self.offset), standstill.position))
            StandardStream.output.write(
                "\(service) passed \(counted(count, "offset")) of \(standstill.place) and reads on at \(goal)\n")
        }
        // What a service has published it can publish again, so that nothing of it is lost.
        for schema in Database.all
        where topics.published(by: schema.name).contains(where: { $0.name == partition.topic }) {
            try await office.order(.publishAgain(topic: partition.topic), of: schema.name)
            StandardStream.output.write("\(schema.name) publishes again all that goes to \(self.topic)\n")
        }
    }
}

extension Standstill {
    /// Where exactly, in a word.
    fileprivate var whereabouts: String {
        switch self.found {
        case .unreadable: "offset \(self.bound.map { "\($0)" } ?? "unknown")"
        case .replaced, .cutOff, .lost, .goneBack: "offset \(self.position) (\(self.found.rawValue))"
        }
    }
}
