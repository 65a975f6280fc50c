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
        // In one trip the first time, the heads before what was read of them.
        let questions = (self.heads == nil ? [HeadTable.heads(of: self.topics)] : [])
        let answers = try await connection.pipeline(questions + [HeadTable.positionsRead(of: self.topics)])
        let heads = try self.heads ?? HeadTable.positions(answers[0])
        self.heads = heads
        return Backlog(of: heads, reading: try HeadTable.positions(answers[answers.count - 1]))
    }
}
