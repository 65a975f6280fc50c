import Crypto
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline

/// What the loop of one service runs on: a database and a broker of its own.
struct Loop: Sendable {
    let playground: Playground
    let broker: LentBroker

    static func lending<Value>(on broker: TestBroker, _ body: (Loop) async throws -> Value) async throws -> Value {
        try await Playground.lending { playground in
            try await broker.lending { broker in
                try await body(Loop(playground: playground, broker: broker))
            }
        }
    }

    var database: ScratchDatabase { self.playground.database }
    var intake: Topic { self.broker.topics.activityIntake }
    var journal: Topic { self.broker.topics.notificationJournal }
    var group: String { "\(self.broker.topics.prefix)loop" }

    /// Sends a record for each text, over all partitions in turn.
    func send(_ texts: [String]) async throws {
        let producer = try Producer(settings: self.broker.settings)
        let records = texts.enumerated().map { number, text in
            OutgoingRecord(
                topic: self.intake.name, partition: Int32(number % self.intake.partitions), value: Array(text.utf8))
        }
        for answer in await producer.send(records) { _ = try answer.get() }
        await producer.close(within: .seconds(5))
    }

    /// Waits until so many texts are kept, and all that was written about them is on the topic.
    func expectKept(_ count: Int, within limit: Duration = .seconds(60)) async throws {
        let isKept = try await eventually(within: limit) {
            try await self.database.count("SELECT count(*) FROM notification.notified") >= count
        }
        let isPublished = try await eventually(within: limit) {
            try await self.database.count(
                """
                SELECT count(*) FROM notification.lane l LEFT JOIN notification.published p USING (lane)
                WHERE l.head > coalesce(p.position, 0)
                """) == 0
        }
        let kept = try await self.database.count("SELECT count(*) FROM notification.notified")
        #expect(isKept && kept == count, "\(kept) of \(count) texts are kept")
        #expect(isPublished, "the journal is not published")
    }

    /// How many records were taken in, and what became of them.
    func tally() async throws -> [Disposition: Int64] {
        let row = try await self.database.run(
            """
            SELECT coalesce(sum(applied), 0)::bigint AS applied, coalesce(sum(duplicate), 0)::bigint AS duplicate,
                coalesce(sum(refused), 0)::bigint AS refused, coalesce(sum(parked), 0)::bigint AS parked
            FROM notification.position
            """)[0]
        return [
            .applied: try row.decode("applied"), .duplicate: try row.decode("duplicate"),
            .refused: try row.decode("refused"), .parked: try row.decode("parked"),
        ]
    }

    /// Compares what lies on the topic with the journal: each lane whole and in order, with its numbers and digests.
    func expectPublishedInOrder() async throws {
        let rows = try await self.database.run(
            "SELECT lane, position, digest, value FROM notification.journal ORDER BY lane, position")
        var written: [Int: [Published]] = [:]
        for row in rows {
            let lane = Int(try row.decode("lane", as: Int16.self))
            written[lane, default: []].append(
                Published(
                    position: try row.decode("position"), digest: try row.decode("digest"),
                    value: try row.decode("value")))
        }

        var seen: [Int: [Published]] = [:]
        for record in try await self.broker.records(of: self.journal) {
            let (lane, entry) = try Published.read(record, service: "notification")
            #expect(record.topicPartition.partition == Int32(lane % self.journal.partitions))
            // A repeated position is a repeated delivery; a new one is never below another.
            if entry.position <= seen[lane]?.last?.position ?? 0 {
                #expect(seen[lane]?.contains(entry) ?? false, "lane \(lane) goes back to \(entry.position)")
            } else {
                seen[lane, default: []].append(entry)
            }
        }
        #expect(seen == written)
    }
}

/// A journal entry as a reader of the topic meets it.
struct Published: Hashable {
    let position: Int64
    let digest: [UInt8]
    let value: [UInt8]

    static func read(_ record: Kafka.Record, service: String) throws -> (lane: Int, entry: Published) {
        let headers = Dictionary(
            record.headers.map { ($0.name, String(decoding: $0.value ?? [], as: UTF8.self)) },
            uniquingKeysWith: { first, _ in first })
        let lane = try #require(headers["journal-lane"].flatMap { Int($0) })
        let position = try #require(headers["journal-position"].flatMap { Int64($0) })
        let digest = try #require(headers["journal-digest"].flatMap(Hex.decode))
        #expect(headers["ce_specversion"] == "1.0")
        #expect(headers["ce_type"] == "kept")
        #expect(headers["ce_source"] == "/guoying/\(service)")
        #expect(headers["ce_id"] == "\(lane)-\(position)")
        return (lane, Published(position: position, digest: digest, value: record.valueBytes ?? []))
    }
}
