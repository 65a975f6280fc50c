public import Messages
public import Postgres

/// Whether supervision has judged what the register and the activity log said when the watch began.
///
/// It looks in the order in which things follow from one another: the journals are read; what touches many units is
/// turned into an item for each; the items are judged. Each step waits for what was there when the one before was done.
public struct JudgingWatch: Sendable {
    /// The kind of the items of supervision's due queue that are turned into others, and the kinds of those others.
    private static let kinds = (fanOut: "fan-out", judged: ["judge", "source"])

    private var journals: JournalWatch
    /// Whether what touches many units has been turned into items.
    private var isFannedOut = false
    /// What was to be judged then.
    private var work: Set<PendingWork>?

    /// Begins a watch.
    public init(topics: Topics) {
        self.journals = JournalWatch(topics: topics)
    }

    /// What is still missing; nothing once all is there.
    public mutating func backlog(on connection: Connection) async throws -> Backlog {
        let unread = try await self.journals.backlog(on: connection)
        guard unread.isEmpty else { return unread }

        if !self.isFannedOut {
            let fanOuts = try await FreshnessTable.pendingJudgements(of: [Self.kinds.fanOut], connection)
            guard fanOuts.isEmpty else { return Backlog(of: fanOuts) }
            self.isFannedOut = true
        }
        let pending = try await FreshnessTable.pendingJudgements(of: Self.kinds.judged, connection)
        let awaited = self.work ?? pending
        self.work = awaited
        return Backlog(of: awaited.intersection(pending))
    }
}
