internal import Kafka
internal import Messages
internal import ServiceKit

/// `guoying topics`: makes the topics that are not there yet.
struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics", abstract: "Makes the topics that are missing on the cluster, and says which.")

    @OptionGroup var configuration: ConfigurationOptions
    @Flag(help: "Prints NAME:PARTITIONS lines and asks no server.") var list = false

    func run() async throws {
        let configuration = try self.configuration.load()
        let topics = configuration.topics.all
        guard !self.list else {
            return StandardStream.output.write(topics.map { "\($0.name):\($0.partitions)\n" }.joined())
        }
        do {
            try await self.create(topics, Admin(settings: try configuration.kafkaSettings()))
        } catch let error as KafkaError {
            throw CommandFailure(of: error)
        }
    }

    private func create(_ topics: [Topic], _ admin: Admin) async throws {
        let known = try await admin.metadata(topics.map(\.name))
        let faults = Self.faults(known.map { ($0.name, $0.partitions.count) })
        let missing = topics.filter { topic in !known.contains { $0.name == topic.name } }
        try await admin.createTopics(
            missing.map { NewTopic(name: $0.name, partitions: $0.partitions, settings: $0.settings) })
        for topic in missing {
            StandardStream.output.write("created \(topic.name) (\(counted(topic.partitions, "partition")))\n")
        }
        StandardStream.output.write("\(known.count) of \(topics.count) topics were there\n")
        guard faults.isEmpty else { throw CommandFailure(faults.joined(separator: "\n")) }
    }

    /// A topic whose partitions mix lanes would make two batches of different partitions wait for each other.
    static func faults(_ topics: [(name: String, partitions: Int)]) -> [String] {
        topics.filter { $0.partitions == 0 || !Lane.count.isMultiple(of: $0.partitions) }.map { topic in
            "\(topic.name) has \(topic.partitions) partitions; expected a number that divides \(Lane.count)"
        }
    }
}
