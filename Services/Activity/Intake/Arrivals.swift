internal import Crypto
internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline

/// A batch as it was read, before anything is known of it.
struct Arrivals: Sendable {
    /// What a record turned out to be.
    enum Item: Sendable {
        /// A well-formed event.
        case event(ActivityMessage)
        /// A record that is refused whatever else is known.
        case faulty(Fault)
        /// An event, or what was to be one, that does not count: only what would become of it is asked.
        case rehearsal(Rehearsal)
        /// The register has said something, perhaps of the unit of this code.
        case register(unit: String?)
        /// A command.
        case command(IncomingCommand<ActivityCommand>)
    }

    /// One for each record of the batch.
    private(set) var items: [Item] = []
    /// The identities of all events, and of the records that they correct, take back or refer to.
    private(set) var identities: [Digest16] = []
    /// Of these, the records that are corrected, taken back or referred to.
    private(set) var targets: [Digest16] = []
    /// The codes of the units that events name, each once.
    private(set) var units: [String] = []
    /// How far the topics go by which watermarks came, by topic.
    private(set) var ends: [String: TopicEnds] = [:]
    /// The topics by which watermarks came.
    private(set) var topicsOfWatermarks: Set<String> = []

    /// Reads a batch.
    init(_ records: RecordBatch, topics: Topics, intake: IntakeTopics) {
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        var commands = CommandReader<ActivityCommand>()
        var codes: Set<String> = []
        let (registry, rehearsal) = (topics.registryJournal.name, topics.activityRehearsal.name)
        self.items.reserveCapacity(records.count)
        self.identities.reserveCapacity(records.count)
        for record in records {
            let topic = record.topicPartition.topic
            let item: Item
            if intake.contains(topic) {
                item = Self.event(record, with: &decoder)
            } else if topic == rehearsal {
                item = .rehearsal(Rehearsal(record, with: &decoder))
            } else if topic == registry {
                item = .register(unit: record.keyBytes.flatMap { String(validating: $0, as: UTF8.self) })
            } else {
                item = .command(commands.read(record, value: record.value))
            }
            switch item {
            case .event(let message):
                self.note(message, &codes)
                if case .watermark = message.body { self.topicsOfWatermarks.insert(topic) }
            case .rehearsal(let rehearsal): if let message = rehearsal.message { self.note(message, &codes) }
            case .faulty, .register, .command: break
            }
            self.items.append(item)
        }
        self.units = codes.sorted()
    }

    /// Takes note of how far a topic goes.
    mutating func note(_ ends: TopicEnds, of topic: String) { self.ends[topic] = ends }

    private mutating func note(_ message: ActivityMessage, _ codes: inout Set<String>) {
        self.identities.append(message.identity)
        if let unit = message.body.unit { codes.insert(unit.rawValue) }
        for link in message.body.held?.links ?? [] { self.note(target: link.target) }
        switch message.body {
        case .held, .watermark: break
        case .corrected(_, of: let target), .retracted(let target): self.note(target: target)
        }
    }

    private mutating func note(target: ActivityEvent.Target) {
        let identity = target.identity
        self.targets.append(identity)
        self.identities.append(identity)
    }

    private static func event(_ record: Kafka.Record, with decoder: inout MessageDecoder<ActivityEvent>) -> Item {
        do throws(Fault) {
            return .event(try decoder.decode(record, value: record.value))
        } catch {
            return .faulty(error)
        }
    }
}
