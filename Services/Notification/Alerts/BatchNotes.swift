internal import Domain
internal import Kafka
internal import Machines
internal import Messages
internal import Pipeline

/// What a batch leads to, gathered record by record: deliveries, journal entries, and the versions to be kept.
struct BatchNotes {
    private let recipients: [Recipient]
    private let posts: PostBook
    private let topics: Topics
    private let accepted: Instant
    private var answered: Set<String>
    /// The alerts that are news.
    private(set) var newcomers: Newcomers
    /// What is to be sent, in order.
    private(set) var deliveries: [(recipient: RecipientName, message: OutgoingMessage)] = []
    /// What is to be journalled, in order.
    private(set) var entries: [JournalEntry] = []

    /// Begins a batch with the highest known versions of its alerts and the commands that were answered before.
    init(
        recipients: [Recipient], posts: PostBook, topics: Topics, accepted: Instant, known: [String: Int64],
        answered: Set<String>
    ) {
        self.recipients = recipients
        self.posts = posts
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
        for recipient in addressed {
            guard let groups = recipient.posts else {
                self.deliveries.append((RecipientName(recipient.name), self.message(of: alert, to: nil)))
                continue
            }
            self.tell(alert, recipient, self.addressees(of: alert, groups))
        }
    }

    /// Enters an alert for each person once, whatever posts they hold.
    private mutating func tell(_ alert: ReceivedAlert, _ recipient: Recipient, _ addressees: [Addressed]) {
        var told: Set<PersonID> = []
        for addressee in addressees where told.insert(addressee.person).inserted {
            let name = RecipientName(recipient.name, person: addressee.person.rawValue)
            self.deliveries.append((name, self.message(of: alert, to: addressee)))
        }
        if told.isEmpty { self.entries.append(.suppression(of: alert, reason: "post-vacant", on: self.topics)) }
    }

    /// Whoever holds the posts on the day as of which the alert holds.
    private func addressees(of alert: ReceivedAlert, _ groups: Set<PostGroup>) -> [Addressed] {
        let day = (alert.asOf ?? self.accepted).day
        var addressees = alert.posts(groups).flatMap { post -> [Addressed] in
            guard let holders = self.posts.holders(of: post, on: day, knownAt: self.accepted) else { return [] }
            return holders.persons.map { Addressed(person: $0, holds: holders.post, asked: post) }
        }
        if groups.contains(.tell), let owner = alert.owner {
            addressees.append(Addressed(person: PersonID(rawValue: owner), holds: nil, asked: nil))
        }
        return addressees
    }

    private func message(of alert: ReceivedAlert, to addressee: Addressed?) -> OutgoingMessage {
        OutgoingMessage(
            alert: alert.id, version: alert.version, unit: alert.unit,
            body: OutgoingMessage.body(of: alert, to: addressee, accepted: self.accepted))
    }
}
