internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres
internal import Schemas
internal import ServiceKit

/// What stands still, of all services, and what of it an operator may accept.
struct Situation {
    /// The cluster that it is about.
    let cluster: String
    /// What may be accepted, in the order in which it is: a service whose database has gone back answers nothing else
    /// before.
    private(set) var steps: [RecoveryStep] = []
    /// What cannot be read, which is passed by another command.
    private(set) var unreadable: [(service: String, standstill: Standstill, fault: String)] = []

    /// Services whose topics cannot be read, so that nobody knows what these have lost.
    private(set) var unknown: [(service: String, error: KafkaError)] = []

    /// Looks at the views of all services and at the topics that they publish on.
    static func read(
        _ settings: Settings, topics: Topics, only topic: String?, on connection: Connection
    ) async throws -> Situation {
        var situation = Situation(cluster: try await Admin(settings: settings).clusterID())
        var renewed: Set<String> = []
        for schema in Database.all {
            for (standstill, fault) in try await Self.standing(in: schema.name, on: situation.cluster, connection) {
                if standstill.found == .unreadable {
                    situation.unreadable.append((schema.name, standstill, fault))
                    continue
                }
                situation.steps.append(
                    RecoveryStep(service: schema.name, act: .accept(standstill, readOnAt: nil), fault: fault))
                renewed.insert(standstill.topic)
            }
        }
        var audit = TopicAudit(settings, on: connection)
        for schema in Database.all {
            do {
                try await audit.run(schema.name)
            } catch let error as KafkaError where error.reaction == .reject {
                situation.unknown.append((schema.name, error))
            }
            for published in topics.published(by: schema.name) {
                guard renewed.contains(published.name) || audit.diminished.contains(published.name) else { continue }
                situation.steps.append(
                    RecoveryStep(
                        service: schema.name, act: .publishAgain(topic: published.name),
                        fault: "the topic does not hold all that was published there"))
            }
        }
        situation.steps = situation.steps.filter { topic == nil || $0.topic == topic }
            .sorted { $0.rank < $1.rank }
        situation.unreadable = situation.unreadable.filter { topic == nil || $0.standstill.topic == topic }
        return situation
    }

    private init(cluster: String) { self.cluster = cluster }

    /// One line for each thing, with what accepting it would do.
    var text: String {
        let unknown = self.unknown.map { service, error in
            "\(service): what its topics have lost cannot be told: \(error)\n"
        }
        guard !self.steps.isEmpty || !self.unreadable.isEmpty else {
            return unknown.joined() + "there is nothing to recover\n"
        }
        let steps = self.steps.map { "\($0.place): \($0.fault)\n  accepted: \($0.consequence)\n" }
        let unreadable = self.unreadable.map { service, standstill, fault in
            """
            \(service), \(standstill.place): \(fault)
              'guoying intake skip \(standstill.topic) \(standstill.number) \(standstill.bound.map { "\($0)" } ?? "?") \
            --reason TEXT' passes it

            """
        }
        return (steps + unreadable + unknown).joined()
    }

    /// What stands still in a service's schema: of a journal that is behind, the lane that is so furthest.
    static func standing(
        in service: String, on cluster: String, _ connection: Connection
    ) async throws -> [(standstill: Standstill, fault: String)] {
        let rows = try await connection.run(
            """
            SELECT topic, number, found, position, bound, fault FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY found ORDER BY bound - position DESC, topic, number) AS place
                FROM \(identifier: service).standstill_v1 WHERE cluster = \(cluster)) AS ranked
            WHERE found <> \(StandstillCause.goneBack.rawValue) OR place = 1 ORDER BY topic, number
            """)
        return try rows.compactMap { row in
            guard let standstill = try Standstill(row) else { return nil }
            return (standstill, try row.decode("fault"))
        }
    }
}

extension RecoveryStep {
    /// The topic that it concerns.
    fileprivate var topic: String {
        switch self.act {
        case .accept(let standstill, _): standstill.topic
        case .publishAgain(let topic): topic
        }
    }

    /// A journal that is behind answers nothing else; a topic is filled before it is read from its beginning.
    fileprivate var rank: Int {
        switch self.act {
        case .accept(let standstill, _): standstill.found == .goneBack ? 0 : 2
        case .publishAgain: 1
        }
    }
}
