public import Messages
public import Postgres

/// Whether supervision has read what the register and the activity log had written when the watch was first asked.
public struct JournalWatch: Sendable {
    private let topics: [String]
    /// The heads that the journals had then.
    private var heads: [LaneTopic: Int64]?

    /// Begins a watch.
    public init(topics: Topics) {
        self.topics = [topics.registryJournal, topics.activityJournal, topics.activityDeadLetters].map(\.name)
    }

    /// What is still missing; nothing once all is read.
    public mutating func backlog(on connection: Connection) async throws -> Backlog {
        let heads: [LaneTopic: Int64]
        if let known = self.heads {
            heads = known
        } else {
            heads = try await HeadTable.heads(of: self.topics, on: connection)
            self.heads = heads
        }
        return Backlog(of: heads, reading: try await HeadTable.positionsRead(of: self.topics, on: connection))
    }
}
