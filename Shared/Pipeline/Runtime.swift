internal import Domain
public import Kafka
public import Messages
public import Postgres
public import ServiceKit

/// What a service stands on: configured, connected and checked before the first record is read.
public struct Runtime: Sendable {
    /// The service's name, which is its schema, its part of topic names and its consumer group.
    public let service: String
    /// What it was configured with.
    public let configuration: Configuration
    /// The topics of this installation.
    public let topics: Topics
    /// Connections as the service's own role, in the service's own schema.
    public let pool: Pool
    /// Business time.
    public let clock: any BusinessClock
    /// Questions to the cluster.
    public let admin: Admin
    /// The cluster's id: positions are kept for each.
    public let cluster: String
    /// How the parts of the process are.
    public let health: HealthRegistry
    /// What the process counts.
    public let metrics: MetricsRegistry
    /// Where it says what happened.
    public let log: Logger
    /// Rung when the journal has grown.
    public let written: Bell
    /// Rung when the due queue has something that may be looked at now.
    public let due: Bell
    /// Settings of clients of the cluster.
    public let kafka: Settings
    /// Says of which database the journal may be written.
    private let vetting = Vetting()
    private let sharedClock: SharedClock
    private let schemaVersion: Int

    /// The catalogue of what every service reads.
    public static let catalogue = Configuration.Catalogue.common.knowing(
        "GUOYING_NOTIFICATION_*", "GUOYING_SUPERVISION_*", "GUOYING_ACTIVITY_*")

    /// Connects a service.
    ///
    /// - Parameters:
    ///   - schema: What its schema must be, no less and no more; the schema's name is the service's.
    ///   - configuration: What it was configured with.
    /// - Throws: What stops the start, in one line.
    public static func start(
        _ schema: DatabaseSchema, configuration: Configuration
    ) async throws -> Runtime {
        let service = schema.name
        LoggingSystem.bootstrap(level: configuration[.logLevel], format: configuration[.logFormat])
        let log = Logger(label: service)
        var settings = try configuration.require(.databaseURL)
        settings.applicationName = "guoying-\(service)"
        settings.serve(service)
        let pool = Pool(settings, limit: 8) { notice in
            log.info("PostgreSQL says", metadata: ["message": notice.message])
        }
        let clock = try await pool.withConnection { connection in
            try await schema.requireCurrent(on: connection)
            return try await SharedClock.learning(on: connection)
        }
        let kafka = try Self.kafka(configuration, service: service, log: log)
        let admin = Admin(settings: kafka)
        return Runtime(
            service: service, configuration: configuration, topics: Topics(prefix: configuration[.topicPrefix]),
            pool: pool, clock: clock, admin: admin, cluster: try await admin.clusterID(), health: HealthRegistry(),
            metrics: MetricsRegistry(), log: log, written: Bell(), due: Bell(), kafka: kafka, sharedClock: clock,
            schemaVersion: schema.version)
    }

    /// Runs the loop and the due queue until the process is asked to stop.
    ///
    /// - Parameters:
    ///   - topics: What is taken in.
    ///   - handler: What is done with it.
    ///   - dueHandlers: What is done with what becomes due.
    ///   - others: What else runs, such as who does outside of transactions what became due; stopped after the due
    ///     queue, before the relay.
    ///   - writers: How many batches are written at once; each is a member of the group.
    ///   - resuming: What else is journalled where an operator has the journal go on after the database has gone back.
    public func run(
        _ topics: [Topic], handler: some IntakeHandler, dueHandlers: [any DueHandler] = [],
        beside others: [any Service] = [], writers: Int = 1,
        resuming: @escaping @Sendable (Transaction) async throws -> [JournalEntry] = { _ in [] }
    ) async throws {
        let clients = ClientMetrics(self.metrics, log: Logger(label: "\(self.service).kafka"))
        let producer = try Producer(settings: clients.watching(self.kafka, as: "relay"))
        let owner = "\(self.service)/\(ProcessInfoText.host)/\(ProcessInfoText.processID)"
        let store = IntakeStore(
            pool: self.pool, clock: self.clock, handler: handler, cluster: self.cluster, owner: owner,
            schemaVersion: self.schemaVersion, written: self.written, due: self.due,
            log: Logger(label: "\(self.service).intake"), vetting: self.vetting)
        var reading = self.kafka
        reading.consumers = writers
        let intakes = (0..<writers).map { number in
            let part = writers == 1 ? "intake" : "intake \(number + 1)"
            return Intake(
                topics: topics.map(\.name), group: "\(self.configuration[.topicPrefix])\(self.service)",
                settings: clients.watching(reading, as: part), admin: self.admin, store: store, part: part,
                health: self.health, log: Logger(label: "\(self.service).intake"))
        }
        let relay = Relay(
            store: RelayStore(pool: self.pool, cluster: self.cluster, holder: owner), producer: producer,
            admin: self.admin, service: self.service, bell: self.written, health: self.health,
            log: Logger(label: "\(self.service).relay"), deliveryLimit: self.kafka.deliveryLimit)
        let queue = DueQueue(
            store: DueStore(pool: self.pool, clock: self.clock, vetting: self.vetting),
            handlers: [self.operatorDesk(resuming)] + dueHandlers, bell: self.due, written: self.written,
            health: self.health, log: Logger(label: "\(self.service).due"))
        let counts = PipelineMetrics(pool: self.pool, cluster: self.cluster)
        counts.register(with: self.metrics)
        // Stopped from the last to the first: nothing more is taken in before the way out is closed.
        let services: [any Service] =
            [
                HealthServer(self.configuration, health: self.health, metrics: self.metrics, logger: self.log),
                ClockKeeper(self.sharedClock, pool: self.pool, logger: self.log), counts,
                relay, self.vetter,
            ] + others + [queue, IntakeGroup(members: intakes, vetting: self.vetting)]
        try await ServiceGroup(services, logger: self.log).run()
        self.pool.close()
    }

    /// Runs a transaction of its own, outside of the loop and of the due queue; rings the bells after COMMIT.
    public func transaction<Value>(_ body: (Transaction) async throws -> Value) async throws -> Value {
        let value = try await self.pool.withConnection { connection in
            try await connection.transaction { connection in
                try await body(
                    Transaction(
                        connection: connection, now: Instant(microseconds: self.clock.now()), limits: JournalLimits(),
                        vetting: self.vetting))
            }
        }
        self.written.ring()
        self.due.ring()
        return value
    }

    private var vetter: Vetter {
        Vetter(
            vetting: self.vetting, pool: self.pool, cluster: self.cluster,
            topics: self.topics.published(by: self.service).map(\.name), settings: self.kafka, health: self.health,
            log: Logger(label: "\(self.service).journal"))
    }

    private func operatorDesk(
        _ resuming: @escaping @Sendable (Transaction) async throws -> [JournalEntry]
    ) -> OperatorDesk {
        OperatorDesk(
            service: self.service, cluster: self.cluster,
            published: self.topics.published(by: self.service), resuming: resuming)
    }

    private static func kafka(
        _ configuration: Configuration, service: String, log: Logger
    ) throws -> Settings {
        var options = [
            "bootstrap.servers": try configuration.require(.kafkaBootstrapServers),
            "client.id": "guoying-\(service)",
            // A dead member's partitions lie idle for so long; above it are only the limits of a held row.
            "session.timeout.ms": "10000", "heartbeat.interval.ms": "2000",
        ]
        for (name, value) in configuration[.kafkaOptions] { options[name] = value.revealed }
        return Settings(options) { line in
            // Options of consumers are meant for producers too, which say that they ignore them.
            let level: Logger.Level =
                line.facility == "CONFWARN" ? .debug : line.level <= .error ? .warning : .info
            log.log(
                level: level, "librdkafka says", metadata: ["facility": line.facility, "message": line.text])
        }
    }
}
