internal import Domain
internal import Kafka
internal import Messages

/// Publishes events in the order in which it is given them, many at a time.
///
/// A source may say that it has sent everything only when that is so: before a watermark goes out, the brokers have
/// acknowledged whatever came before it from the same source.
struct EventSender {
    /// How many records are under way at once.
    private static let batchRecords = 1_000
    /// How many of their bytes.
    private static let batchBytes = 8 << 20

    private let producer: Producer
    private let topic: String
    private var batch: [OutgoingRecord] = []
    private var batchByteCount = 0
    /// Where the records of the batch come from: `events.jsonl:12`.
    private var places: [String] = []
    /// The sources of the batch's records, watermarks left out.
    private var sources: Set<String> = []
    /// How many records the brokers have acknowledged.
    private(set) var acknowledgedCount = 0

    /// Sends to a topic.
    init(producer: Producer, topic: String) {
        self.producer = producer
        self.topic = topic
    }

    /// Sends an event as it stands in its file, which was found well-formed.
    mutating func send(_ text: EventFile.Text, _ message: ActivityMessage, from place: String) async throws {
        let source = message.envelope.source
        if message.isWatermark {
            if self.sources.contains(source) { try await self.flush() }
        } else {
            self.sources.insert(source)
        }
        try await self.add(Self.record(text, key: message.body.unit?.rawValue, topic: self.topic), from: place)
    }

    /// Sends a line as it is, whatever it is. The key is the unit that it seems to speak of, so that it keeps its place
    /// among that unit's events.
    mutating func send(raw text: EventFile.Text, from place: String) async throws {
        try await self.add(Self.record(raw: text, topic: self.topic), from: place)
    }

    /// A line as it is, as the record of a topic.
    static func record(raw text: EventFile.Text, topic: String) -> OutgoingRecord {
        let glance = Glance(Envelope.structuredHeaders(), value: text.bytes.span)
        return self.record(text, key: glance.unit, topic: topic)
    }

    private static func record(_ text: EventFile.Text, key: String?, topic: String) -> OutgoingRecord {
        OutgoingRecord(
            topic: topic, key: key.map { Array($0.utf8) }, value: text.bytes,
            headers: [Header(name: "content-type", text: "application/cloudevents+json")])
    }

    /// Waits until everything has been acknowledged.
    mutating func flush() async throws {
        let outcomes = await self.producer.send(self.batch)
        let failure = zip(self.places, outcomes).first { if case .failure = $0.1 { true } else { false } }
        self.acknowledgedCount += outcomes.count { if case .success = $0 { true } else { false } }
        self.batch.removeAll(keepingCapacity: true)
        self.places.removeAll(keepingCapacity: true)
        self.batchByteCount = 0
        self.sources = []
        guard let (place, outcome) = failure, case .failure(let error) = outcome else { return }
        throw CommandFailure(
            "\(place): not sent: \(error.reason); \(self.acknowledgedCount) records were acknowledged; send all of it "
                + "again, what has been taken in stays as it is",
            exitCode: CommandFailure(of: error).exitCode)
    }

    private mutating func add(_ record: OutgoingRecord, from place: String) async throws {
        self.batch.append(record)
        self.places.append(place)
        self.batchByteCount += record.value?.count ?? 0
        if self.batch.count >= Self.batchRecords || self.batchByteCount >= Self.batchBytes { try await self.flush() }
    }
}

extension Message where Body == ActivityEvent {
    /// Whether it says that a source has sent everything up to an instant.
    var isWatermark: Bool {
        if case .watermark = self.body { true } else { false }
    }
}
