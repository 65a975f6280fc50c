internal import Crypto
internal import Kafka
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// Compares what lies newest on a service's topics with its journal.
///
/// A topic that holds an entry which the journal does not have tells of a database that has gone back to an earlier
/// day; a topic that has lost what was published, of a broker.
struct TopicAudit {
    private let settings: Settings
    private let connection: Connection
    /// How many topics were compared.
    private(set) var topics = 0
    /// Topics that have lost what was published.
    private(set) var diminished: Set<String> = []
    /// What is wrong.
    private(set) var found = Discrepancies()

    init(_ settings: Settings, on connection: Connection) {
        self.settings = settings
        self.connection = connection
    }

    /// Compares the topics of a service.
    /// - Throws: `KafkaError` where the brokers cannot be reached.
    mutating func run(_ service: String) async throws {
        // Both sides move on meanwhile: what must be on the topics is asked before them, what may be there after them.
        let cluster = try await Admin(settings: self.settings).clusterID()
        let published = try await self.published(service, on: cluster)
        let tails = try await TopicTails.read(published.keys.sorted(), settings: self.settings)
        let heads = try await JournalReader(service, on: self.connection).heads()
        for tail in tails {
            let number = JournalNumber(lane: tail.lane, position: tail.position)
            let head = heads[tail.lane]?.position ?? 0
            let (found, expected): (String, String)
            let digest = try await self.digest(service, at: number)
            if tail.position > head {
                found = "an entry that the journal does not have"
                expected = "none behind \(head): the database has gone back by \(tail.position - head)"
            } else if JournalComparison(head: head, digest: digest).isBehind(tail) {
                found = "an entry of digest \(tail.digest)"
                expected = "\(digest ?? "none"), that of the journal: the database has gone back, and on from there"
            } else if let last = published[tail.topic]?[tail.lane], tail.position < last {
                found = tail.position == 0 ? "nothing" : "nothing newer"
                expected = "position \(last), which was published: the topic has lost it"
                self.diminished.insert(tail.topic)
            } else {
                continue
            }
            self.found.append(Discrepancy(service, number, .topic(tail.topic), found: found, expected: expected))
        }
        self.topics += published.count
    }

    /// The newest entry of each lane that was published on each topic, where that is known; all topics that the journal
    /// has ever written to.
    private func published(_ service: String, on cluster: String) async throws -> [String: [Int: Int64]] {
        let answers = try await self.connection.pipeline([
            "SELECT lane, topic, head FROM \(identifier: service).lane_v1",
            "SELECT lane, position FROM \(identifier: service).published_v1 WHERE cluster = \(cluster)",
        ])
        var reached: [Int: Int64] = [:]
        for row in answers[1] { reached[Int(try row.decode("lane", as: Int16.self))] = try row.decode("position") }
        var published: [String: [Int: Int64]] = [:]
        for row in answers[0] {
            let (topic, lane) = (try row.decode("topic", as: String.self), Int(try row.decode("lane", as: Int16.self)))
            let head = try row.decode("head", as: Int64.self)
            published[topic, default: [:]][lane] = head <= reached[lane] ?? 0 ? head : nil
        }
        return published
    }

    /// The digest of an entry; nil where there is none, or where the session may not see it.
    private func digest(_ service: String, at number: JournalNumber) async throws -> String? {
        let rows = try await self.connection.run(
            """
            SELECT digest FROM \(identifier: service).journal_v1
            WHERE lane = \(Int16(number.lane)) AND position = \(number.position)
            """)
        return try rows.first?.decode("digest", as: [UInt8]?.self).map { Hex.encode($0) }
    }
}
