internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres
internal import ServiceKit

/// Waits, before a question is answered, until what was sent before it has been taken in.
struct Freshness {
    /// What the answer rests on.
    enum Ground {
        /// What the register and the activity log know.
        case facts
        /// What supervision has made of that.
        case alerts
    }

    private let settings: Settings
    private let servers: String
    private let topics: Topics
    private let limit: Duration
    private let ground: Ground
    private let line: ProgressLine

    /// How often the views are looked at.
    private static let pollInterval = Duration.milliseconds(20)
    /// How long a broker may take to answer: as long as we may wait, within reason.
    private var brokerLimit: Duration { min(max(self.limit, .seconds(1)), .seconds(10)) }

    /// Waits as configured, for at most `limit`, and shows what for on a terminal.
    init(_ configuration: Configuration, for ground: Ground, limit: Duration) throws {
        self.settings = try configuration.kafkaSettings()
        self.servers = try configuration.require(.kafkaBootstrapServers)
        self.topics = configuration.topics
        self.limit = limit
        self.ground = ground
        self.line = ProgressLine(.error)
    }

    /// Waits as configured, or not at all where the limit is zero: then no broker is asked.
    ///
    /// - Returns: What was missing when the time was over; nothing where nobody waited.
    static func awaiting(
        _ options: ReadingOptions, _ configuration: Configuration, for ground: Ground = .facts,
        on connection: Connection
    ) async throws -> Backlog {
        guard options.waitLimit > .zero else { return .none }
        return try await Freshness(configuration, for: ground, limit: options.waitLimit).wait(on: connection)
    }

    private func wait(on connection: Connection) async throws -> Backlog {
        let deadline = ContinuousClock.now + self.limit
        let others = try await Inlets.others(than: self.topics, on: connection)
        do {
            let admin = Admin(settings: self.settings)
            async let cluster = admin.clusterID(within: self.brokerLimit)
            async let known = Inlets(
                asking: admin, topics: self.topics, others: others, within: self.brokerLimit)
            let (id, inlets) = (try await cluster, try await known)
            return try await Reader.opening("guoying-command", settings: self.settings) { reader in
                let sent = try await reader.ends(of: inlets.sent, within: self.brokerLimit)
                var watch = IntakeWatch(cluster: id, topics: self.topics, sent: sent)
                var judging = JudgingWatch(topics: self.topics)
                return try await self.poll(until: deadline) {
                    let backlog = try await watch.backlog(on: connection) { _ in
                        try await reader.ends(of: inlets.decided, within: self.brokerLimit)
                    }
                    guard self.ground == .alerts, backlog.isEmpty else { return backlog }
                    return try await judging.backlog(on: connection)
                }
            }
        } catch let error as MissingTopics {
            throw CommandFailure("\(self.servers): \(error); --wait 0 reads without asking")
        } catch let error as KafkaError {
            throw CommandFailure(
                "cannot ask Kafka at \(self.servers) what has been sent: \(error.reason); --wait 0 reads without asking",
                exitCode: .unreachable)
        }
    }

    private func poll(
        until deadline: ContinuousClock.Instant, _ look: () async throws -> Backlog
    ) async throws -> Backlog {
        defer { self.line.clear() }
        while true {
            let backlog = try await look()
            guard !backlog.isEmpty, .now < deadline else { return backlog }
            self.line.show(backlog.description)
            try await Task.sleep(for: Self.pollInterval)
        }
    }
}
