import Kafka
import Kit
import Messages
import Postgres

/// When an installation has come to rest: nothing is left to read, to publish, to judge or to deliver.
///
/// It looks from the front to the back. What lies behind a part that rests gets nothing new from it any more, so one
/// look that finds all of them at rest in that order is enough.
struct Rest {
    let installation: Installation
    private let cluster: String

    init(of installation: Installation) async throws {
        self.installation = installation
        self.cluster = try await Admin(settings: installation.broker.settings).clusterID()
    }

    private var topics: Topics { self.installation.broker.topics }

    /// What still goes on; nil where nothing does.
    func unrest() async throws -> String? {
        if let unrest = try await self.unread("registry", [self.topics.registryCommands]) { return unrest }
        let intake = [self.topics.activityIntake, self.topics.registryJournal]
        if let unrest = try await self.unread("activity", intake) { return unrest }
        if try await self.count("SELECT count(*) FROM activity.pending_watermark_v1") > 0 { return "watermarks" }
        if try await self.count("SELECT count(*) FROM activity.parked_v1") > 0 { return "parked events" }
        if let unrest = try await self.unpublished("activity") { return unrest }
        let facts = [self.topics.registryJournal, self.topics.activityJournal, self.topics.activityDeadLetters]
        if let unrest = try await self.unread("supervision", facts) { return unrest }
        if let unrest = try await self.undone("supervision") { return unrest }
        if let unrest = try await self.unread("notification", [self.topics.supervisionAlerts]) { return unrest }
        if try await self.count("SELECT count(*) FROM notification.delivery_v1") > 0 { return "deliveries" }
        return try await self.unpublished("notification")
    }

    /// A service that has not read all of its topics, or not published what it made of them.
    private func unread(_ service: String, _ topics: [Topic]) async throws -> String? {
        let admin = Admin(settings: self.installation.broker.settings)
        for topic in topics {
            let ends = try await admin.ends(of: topic.name).values.reduce(0) { $0 + $1.high }
            let read = try await self.count(
                """
                SELECT coalesce(sum(position), 0)::bigint FROM \(identifier: service).position_v1
                WHERE topic = \(topic.name) AND cluster = \(self.cluster)
                """)
            if read < ends { return "\(service): \(ends - read) of \(topic.name)" }
        }
        return try await self.unpublished(service)
    }

    private func unpublished(_ service: String) async throws -> String? {
        let count = try await self.count(
            """
            SELECT coalesce(sum(head - position), 0)::bigint FROM \(identifier: service).published_v1
            """)
        return count > 0 ? "\(service): \(count) entries to publish" : nil
    }

    /// What is due by now and not done.
    private func undone(_ service: String) async throws -> String? {
        let count = try await self.count(
            """
            SELECT count(*) FROM \(identifier: service).due_v1, registry.clock_v1
            WHERE at <= CASE clock WHEN 'machine' THEN now() ELSE business + (now() - since) END
            """)
        if count > 0 { return "\(service): \(count) things due" }
        return try await self.unpublished(service)
    }

    private func count(_ sql: SQL) async throws -> Int64 { try await self.installation.database.count(sql) }
}
