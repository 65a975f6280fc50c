internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres

/// What must have happened before the gate opens up to an instant: all that had been sent by then has been taken in,
/// and what the owners had made of it by then has been read.
///
/// One opening serves all that is due before its instant, and waits for nothing that comes after: what is always sent
/// holds nothing back for ever.
struct Opening {
    /// Up to when the gate then is open.
    let instant: Instant
    private var intake: IntakeWatch
    private var journals: JournalWatch
    /// Whether all has been taken in.
    private var isTakenIn = false

    /// An opening up to an instant, by what had been sent when the watch began, which is not before it.
    init(upTo instant: Instant, intake: IntakeWatch, topics: Topics) {
        self.instant = instant
        self.intake = intake
        self.journals = JournalWatch(topics: topics)
    }

    /// What is still missing; nothing once the gate may open.
    ///
    /// - Parameter endsOfRegistryJournal: Asks the broker how far the topic goes that holds the register's journal up
    ///   to a head; called at most once.
    mutating func backlog(
        on connection: Connection,
        endsOfRegistryJournal: (_ head: Int64) async throws -> [TopicPartition: PartitionEnds]
    ) async throws -> Backlog {
        if !self.isTakenIn {
            let untaken = try await self.intake.backlog(
                on: connection, endsOfRegistryJournal: endsOfRegistryJournal)
            guard untaken.isEmpty else { return untaken }
            self.isTakenIn = true
        }
        return try await self.journals.backlog(on: connection)
    }
}
