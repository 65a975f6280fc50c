import Kafka
import Kit
import Messages
import Postgres

/// How far a service has to come until what lay there at some moment is through: taken in and published.
struct Progress: Sendable {
    let installation: Installation
    let service: Installation.Service
    private let cluster: String
    private let ends: [String: Int64]
    /// How many entries the service had journalled.
    private let journalled: Int64

    /// What lies before a service now.
    init(of service: Installation.Service, in installation: Installation) async throws {
        self.installation = installation
        self.service = service
        let admin = Admin(settings: installation.broker.settings)
        self.cluster = try await admin.clusterID()
        var ends: [String: Int64] = [:]
        for topic in Self.topics(of: service, installation.broker.topics) {
            // A broker that has just started says for a moment that it has no topics.
            let isKnown = try await eventually {
                ends[topic.name] = try? await admin.ends(of: topic.name).values.reduce(0) { $0 + $1.high }
                return ends[topic.name] != nil
            }
            guard isKnown else { throw Program.Failure(description: "the broker does not name \(topic.name)") }
        }
        self.ends = ends
        self.journalled = try await installation.database.count(
            "SELECT coalesce(sum(head), 0)::bigint FROM \(identifier: service.rawValue).head_v1")
    }

    /// What the service takes in.
    static func topics(of service: Installation.Service, _ topics: Topics) -> [Topic] {
        switch service {
        case .registry: [topics.registryCommands]
        case .activity: [topics.activityIntake, topics.registryJournal]
        case .supervision: [topics.registryJournal, topics.activityJournal, topics.activityDeadLetters]
        case .notification: [topics.supervisionAlerts]
        }
    }

    /// What is still missing; nil where nothing is.
    func missing() async throws -> String? {
        for (topic, end) in self.ends.sorted(by: { $0.key < $1.key }) {
            let read = try await self.installation.database.count(
                """
                SELECT coalesce(sum(position), 0)::bigint FROM \(identifier: self.service.rawValue).position_v1
                WHERE topic = \(topic) AND cluster = \(self.cluster)
                """)
            if read < end { return "\(self.service): \(end - read) of \(topic)" }
        }
        let published = try await self.installation.database.count(
            """
            SELECT coalesce(sum(position), 0)::bigint FROM \(identifier: self.service.rawValue).published_v1
            WHERE cluster = \(self.cluster)
            """)
        return published < self.journalled
            ? "\(self.service): \(self.journalled - published) entries to publish" : nil
    }

    /// What a service has journalled and not published; nil where nothing.
    static func unpublished(by service: Installation.Service, in installation: Installation) async throws -> String? {
        let count = try await installation.database.count(
            """
            SELECT coalesce(sum(head - position), 0)::bigint FROM \(identifier: service.rawValue).published_v1
            """)
        return count > 0 ? "\(service): \(count) entries to publish" : nil
    }
}
