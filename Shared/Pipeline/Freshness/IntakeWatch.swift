public import Kafka
public import Messages
public import Postgres

/// Whether what had been sent when the watch began has been taken in.
///
/// It looks in the order in which things follow from one another: records and commands are read; what the register has
/// decided reaches the activity service, which then releases what waited for it; watermarks take effect. Each step
/// waits for what was there when the one before was done, never for what keeps coming.
public struct IntakeWatch: Sendable {
    private let cluster: String
    private let topics: Topics
    private let sent: [TopicPartition: PartitionEnds]
    /// The head that the register's journal had when all commands had been read.
    private var registryHead: Int64?
    /// The ends of the register's topic when it held that head.
    private var decided: [TopicPartition: PartitionEnds]?
    /// What was to be done when all records had been read.
    private var work: Set<PendingWork>?

    /// Begins a watch.
    ///
    /// - Parameters:
    ///   - cluster: The cluster's id; positions on others mean other records.
    ///   - topics: Those of the installation.
    ///   - sent: The ends of what others send to.
    public init(cluster: String, topics: Topics, sent: [TopicPartition: PartitionEnds]) {
        self.cluster = cluster
        self.topics = topics
        self.sent = sent
    }

    /// What is still missing; nothing once all is there.
    ///
    /// - Parameter endsOfRegistryJournal: Asks the broker how far the topic goes that holds the register's journal up
    ///   to a head; called at most once.
    public mutating func backlog(
        on connection: Connection,
        endsOfRegistryJournal: (_ head: Int64) async throws -> [TopicPartition: PartitionEnds]
    ) async throws -> Backlog {
        let positions = try await connection.run(FreshnessTable.positions(on: self.cluster, self.topics))
        let unread = Backlog(from: try FreshnessTable.positions(positions), to: self.sent)
        guard unread.isEmpty else { return unread }

        // In one trip, and each asked after what comes before it.
        let answers = try await connection.pipeline([
            FreshnessTable.registryJournal(on: self.cluster), FreshnessTable.positions(on: self.cluster, self.topics),
            FreshnessTable.pendingWork,
        ])
        let journal = try FreshnessTable.registryJournal(answers[0])
        let head = self.registryHead ?? journal.head
        self.registryHead = head
        let unpublished = Backlog(unpublished: head - journal.published, of: self.topics.registryJournal.name)
        guard unpublished.isEmpty else { return unpublished }

        if self.decided == nil { self.decided = try await endsOfRegistryJournal(head) }
        let unfollowed = Backlog(from: try FreshnessTable.positions(answers[1]), to: self.decided ?? [:])
        guard unfollowed.isEmpty else { return unfollowed }

        let pending = try FreshnessTable.pendingWork(answers[2])
        let awaited = self.work ?? pending
        self.work = awaited
        return Backlog(of: awaited.intersection(pending))
    }
}
