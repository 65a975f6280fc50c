internal import Crypto
internal import Kafka
internal import Messages
internal import Postgres
internal import ServiceKit

/// Compares the journal with what lies on its topics, before anything is journalled: at the start, and whenever the
/// database is another than before.
///
/// A topic that holds an entry which the journal does not have tells of a database that has gone back to an earlier
/// day. Then nothing is journalled until an operator has accepted it.
struct Vetter: Service {
    let vetting: Vetting
    let pool: Pool
    let cluster: String
    /// The topics that the service publishes on.
    let topics: [String]
    let settings: Settings
    let health: HealthRegistry
    let log: Logger

    /// How often it is looked whether the database is still the same, where no transaction met another one.
    private static let interval = Duration.seconds(5)
    /// How often it is looked whether an operator has accepted what was found, and how long a failure is waited out.
    private static let (waitingInterval, failureInterval) = (Duration.milliseconds(200), Duration.seconds(1))
    /// How many records of each partition are looked at: as many as one round of the relay publishes. What was
    /// published last tells of a database that has gone back, or nothing does.
    private static let depth: Int64 = 10_000

    func run() async throws {
        self.health.report("journal", .waiting("being compared with its topics"))
        var behind: String?
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            var pause = Self.waitingInterval
            do {
                behind = try await self.look(behind)
            } catch {
                self.vetting.set(nil)
                behind = nil
                pause = Self.failureInterval
                self.log.warning("cannot compare the journal with its topics yet", metadata: ["error": "\(error)"])
                self.health.report(
                    "journal",
                    .failed(
                        "nothing is journalled before the journal could be compared with its topics: see that "
                            + "PostgreSQL and the brokers run and can be reached; it is tried again: \(error)"))
            }
            let limit = self.vetting.isGood ? Self.interval : pause
            await self.vetting.wanted.waitUnlessStopping(atMost: limit)
        }
    }

    /// Compares where that is needed.
    /// - Parameter behind: The incarnation that was found to be behind, for which somebody is waited for.
    /// - Returns: the incarnation that is behind now.
    private func look(_ behind: String?) async throws -> String? {
        let (incarnation, isStanding) = try await self.pool.withConnection { connection in
            let row = try await connection.run(
                """
                SELECT \(Vetting.incarnation) AS incarnation, EXISTS (
                    SELECT FROM standstill WHERE cluster = \(self.cluster)
                        AND found = \(StandstillCause.goneBack.rawValue)) AS standing
                """)[0]
            return (try row.decode("incarnation", as: String.self), try row.decode("standing", as: Bool.self))
        }
        guard !self.vetting.covers(incarnation) else { return nil }
        if behind == incarnation, isStanding { return behind }
        self.vetting.set(nil)
        let lanes = try await self.lanesBehind()
        guard let worst = lanes.max(by: { $0.gap < $1.gap }) else {
            try await self.pool.withConnection { connection in
                _ = try await connection.run(StandstillTable(cluster: self.cluster).forgetLanes())
            }
            self.vetting.set(incarnation)
            self.health.report("journal", .ready)
            return nil
        }
        let fault = Self.fault(worst, count: lanes.count)
        try await self.pool.withConnection { connection in
            let statements = StandstillTable(cluster: self.cluster).note(lanes, fault: fault)
            _ = try await connection.pipeline(["BEGIN"] + statements + ["COMMIT"])
        }
        self.log.error("the database has gone back", metadata: ["fault": fault, "remedy": Self.remedy])
        self.health.report("journal", .failed("\(fault); \(Self.remedy)"))
        return incarnation
    }

    /// The lanes of which a topic holds what the journal does not have.
    private func lanesBehind() async throws -> [Standstill] {
        let tails: [TopicTail]
        do {
            tails = try await TopicTails.read(self.topics, settings: self.settings, depths: [Self.depth])
        } catch let error as KafkaError where error.reaction == .reject {
            // A service that may not read its own topics, or whose topic is damaged, is no worse than one whose topics
            // hold nothing.
            self.log.warning(
                "the journal is not compared with its topics, because they cannot be read",
                metadata: ["error": "\(error)"])
            return []
        }
        return try await self.pool.withConnection { connection in
            let rows = try await connection.run(
                """
                SELECT l.lane, l.head, found.topic, j.digest
                FROM unnest(\(tails.map(\.topic))::text[], \(tails.map { Int16($0.lane) })::smallint[],
                    \(tails.map(\.position))::bigint[]) AS found (topic, lane, position)
                JOIN lane l ON l.lane = found.lane
                LEFT JOIN journal j ON j.lane = found.lane AND j.position = found.position
                """)
            let places = Dictionary(
                tails.map { (LaneTopic(topic: $0.topic, lane: $0.lane), $0) }, uniquingKeysWith: { $1 })
            return try rows.compactMap { row in
                let lane = Int(try row.decode("lane", as: Int16.self))
                let head = try row.decode("head", as: Int64.self)
                let digest = try row.decode("digest", as: [UInt8]?.self).map { Hex.encode($0) }
                guard let tail = places[LaneTopic(topic: try row.decode("topic"), lane: lane)],
                    JournalComparison(head: head, digest: digest).isBehind(tail)
                else { return nil }
                return Standstill(
                    topic: tail.topic, number: Int32(lane), found: .goneBack, position: head, bound: tail.position)
            }
        }
    }

    private static func fault(_ worst: Standstill, count: Int) -> String {
        let place = "\(worst.topic) holds position \(worst.bound ?? 0) of lane \(worst.number)"
        let others = count > 1 ? ", and \(count - 1) more lanes are so" : ""
        return "the database has gone back: \(place), where the journal, which knows the lane up to "
            + "\(worst.position), has another entry or none\(others)"
    }

    private static let remedy =
        "bring the later database back, or, if this one shall go on, accept it with 'guoying recover'; nothing is taken in "
        + "or journalled until then"
}

extension Standstill {
    fileprivate var gap: Int64 { (self.bound ?? 0) - self.position }
}
