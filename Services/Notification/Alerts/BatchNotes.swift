internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline

/// What a batch leads to, gathered record by record: deliveries, journal entries, and the versions to be kept.
struct BatchNotes {
    private let recipients: [Recipient]
    private let topics: Topics
    private let accepted: Instant
    private var answered: Set<String>
    /// The alerts that are news.
    private(set) var newcomers: Newcomers
    /// What is to be sent, in order.
    private(set) var deliveries: [(recipient: String, message: OutgoingMessage)] = []
    /// What is to be journalled, in order.
    private(set) var entries: [JournalEntry] = []

    /// Begins a batch with the highest known versions of its alerts and the commands that were answered before.
    init(
        recipients: [Recipient], topics: Topics, accepted: Instant, known: [String: Int64], answered: Set<String>
    ) {
        self.recipients = recipients
        self.topics = topics
        self.accepted = accepted
        self.newcomers = Newcomers(known: known)
        self.answered = answered
    }

    /// Notes what the next record leads to, and says what became of it.
    mutating func take(_ arrival: ReceivedRecord, carriedBy record: Kafka.Record) -> Disposition {
        switch arrival {
        case .alert(let alert):
            guard self.newcomers.take(alert.id, version: alert.version) else { return .duplicate }
            self.tell(alert)
            return .applied
        case .command(let id):
            guard self.answered.insert(id).inserted else { return .duplicate }
            self.entries.append(.rejection(ofCommand: id, on: self.topics))
            return .applied
        case .fault(let fault):
            self.entries.append(
                Letter(KeptRecord(record), because: fault, accepted: self.accepted)
                    .entry(on: self.topics.notificationDeadLetters, failedAt: self.accepted))
            return .refused
        }
    }

    /// Enters an alert for all who are to be told; where there is nobody, the journal says so.
    private mutating func tell(_ alert: ReceivedAlert) {
        let addressed = self.recipients.filter { $0.match.covers(alert) }
        guard !addressed.isEmpty else {
            self.entries.append(.suppression(of: alert, reason: "no-recipient", on: self.topics))
            return
        }
        let message = OutgoingMessage(
            alert: alert.id, version: alert.version, unit: alert.unit,
            body: OutgoingMessage.body(of: alert, accepted: self.accepted))
        self.deliveries += addressed.map { ($0.name, message) }
    }
}
