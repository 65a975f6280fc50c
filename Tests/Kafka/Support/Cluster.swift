import FoundationEssentials
import Kafka
import Kit
import Testing

/// The brokers that the same suite runs on.
enum Cluster: String, Sendable, CustomTestStringConvertible {
    case embedded, apache

    var testDescription: String { self.rawValue }

    static let address = ProcessInfo.processInfo.environment["GUOYING_TEST_KAFKA"]
    static let available: [Cluster] = Self.address == nil ? [.embedded] : [.embedded, .apache]

    /// Lends a cluster with these topics; their real names are made unique.
    func running(_ topics: [String: Int], _ body: (World) async throws -> Void) async throws {
        let suffix = UUID().uuidString.prefix(8).lowercased()
        let names = Dictionary(uniqueKeysWithValues: topics.map { ("\($0.key)-\(suffix)", $0.value) })
        switch self {
        case .embedded:
            try await BrokerProcess.lending(names) { broker in
                let options = ["bootstrap.servers": broker.address]
                try await body(World(suffix: suffix, options: options.merging(Settings.embeddedBroker) { $1 }))
            }
        case .apache:
            let world = World(suffix: suffix, options: ["bootstrap.servers": Self.address ?? ""])
            let admin = Admin(settings: world.settings)
            try await admin.createTopics(
                names.map { name, partitions in
                    NewTopic(name: name, partitions: partitions, settings: ["max.message.bytes": "34603008"])
                })
            do {
                try await body(world)
            } catch {
                try? await admin.deleteTopics(Array(names.keys))
                throw error
            }
            try await admin.deleteTopics(Array(names.keys))
        }
    }
}

/// A cluster as one test sees it.
struct World: Sendable {
    let suffix: String
    let options: [String: String]

    var settings: Settings { Settings(self.options) }
    var group: String { "group-\(self.suffix)" }

    func topic(_ name: String) -> String { "\(name)-\(self.suffix)" }

    func partition(_ number: Int32, of name: String = "a") -> TopicPartition {
        TopicPartition(topic: self.topic(name), partition: number)
    }

    /// Settings for members of groups: dead ones are noticed as soon as brokers allow.
    var member: Settings {
        Settings(self.options.merging(["session.timeout.ms": "6000", "heartbeat.interval.ms": "500"]) { $1 })
    }

    /// Sends `count` numbered records to one partition and waits for them.
    func fill(_ partition: TopicPartition, _ numbers: Range<Int>) async throws {
        let producer = try Producer(settings: self.settings)
        let outcomes = await producer.send(
            numbers.map {
                OutgoingRecord(topic: partition.topic, partition: partition.partition, value: Array("\($0)".utf8))
            })
        await producer.close(within: .seconds(10))
        for outcome in outcomes { _ = try outcome.get() }
    }

    /// Joins the group for topic `a`, taking everything from its beginning or as `rebalancing` says.
    func joining<Value: Sendable>(
        _ rebalancing: Rebalances = Rebalances(), _ body: (Consumer) async throws -> Value
    ) async throws -> Value {
        try await Consumer.joining(
            self.group, topics: [self.topic("a")], settings: self.member, rebalancing: rebalancing, body)
    }
}

extension Record {
    /// The value as text.
    var text: String { String(decoding: self.valueBytes ?? [], as: UTF8.self) }
    var number: Int { Int(self.text) ?? -1 }
}
