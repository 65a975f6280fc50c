import Crypto
import Kafka
import Kit
import Messages
import Postgres
import Testing

/// The letters of a test: each as it lies on the topic, and its row in the view.
struct DeadLetters {
    /// A letter on the topic.
    struct Letter {
        let key: String?
        let headers: [String: String]
        /// The headers that the record came with.
        let original: [BadRecord.Header]
        let value: [UInt8]?

        init(_ record: Kafka.Record) {
            self.key = record.keyBytes.map { String(decoding: $0, as: UTF8.self) }
            let pairs = record.headers.map { ($0.name, String(decoding: $0.value ?? [], as: UTF8.self)) }
            self.headers = Dictionary(pairs) { first, _ in first }
            self.original = pairs.filter { !$0.0.hasPrefix("dlq-") && !$0.0.hasPrefix("journal-") }
                .map { BadRecord.Header(name: $0.0, text: $0.1) }
            self.value = record.valueBytes
        }
    }

    /// A letter in the view.
    struct Entry: Equatable {
        let code: String
        let field: String?
        let stage: String
        let source: String?
        let id: String?
    }

    /// Where the refused record lay.
    struct Origin: Hashable {
        let partition: Int64
        let offset: Int64
    }

    private let letters: [Origin: [Letter]]
    private let entries: [Origin: [Entry]]

    /// Reads all that there are once the topic holds as many as the view.
    init(of installation: Installation) async throws {
        var letters: [Letter] = []
        var entries: [Origin: [Entry]] = [:]
        let topics = installation.broker.topics
        let isPublished = try await eventually(within: .seconds(30)) {
            letters = try await installation.broker.records(of: topics.activityDeadLetters).map { Letter($0) }
            entries = try Self.entries(
                try await installation.database.run(
                    """
                    SELECT partition, record_offset, code, field, stage, source, event_id
                    FROM activity.dead_letter_v1 WHERE topic = \(topics.activityIntake.name)
                    """))
            return letters.count == entries.values.reduce(0) { $0 + $1.count }
        }
        try #require(isPublished, "\(letters.count) letters on the topic, \(entries.count) records in the view")
        self.letters = Dictionary(grouping: letters) { letter in
            Origin(
                partition: Int64(letter.headers["dlq-original-partition"] ?? "") ?? -1,
                offset: Int64(letter.headers["dlq-original-offset"] ?? "") ?? -1)
        }
        self.entries = entries
    }

    private static func entries(_ rows: Rows) throws -> [Origin: [Entry]] {
        var entries: [Origin: [Entry]] = [:]
        for row in rows {
            let origin = Origin(
                partition: Int64(try row.decode("partition", as: Int32.self)), offset: try row.decode("record_offset"))
            entries[origin, default: []].append(
                Entry(
                    code: try row.decode("code"), field: try row.decode("field"), stage: try row.decode("stage"),
                    source: try row.decode("source"), id: try row.decode("event_id")))
        }
        return entries
    }

    /// How many there are.
    var count: Int { self.letters.values.reduce(0) { $0 + $1.count } }

    /// Checks the letter of a record that was sent: on the topic and in the view, once each.
    func check(_ record: BadRecord, sent: SentRecord, to topic: Topic) {
        let origin = Origin(partition: sent.partition, offset: sent.offset)
        let name = "\(record.name) (\(record.code.rawValue))"
        guard let letter = self.letters[origin]?.first, let entry = self.entries[origin]?.first else {
            Issue.record("no letter about \(name)")
            return
        }
        let headers = letter.headers
        #expect(self.letters[origin]?.count == 1 && self.entries[origin]?.count == 1, "\(name)")
        #expect(headers["dlq-error-code"] == record.code.rawValue, "\(name)")
        #expect(headers["dlq-field"] == record.field, "\(name)")
        #expect(headers["dlq-stage"] == record.code.stage.rawValue, "\(name)")
        #expect(headers["dlq-source"] == record.source, "\(name)")
        #expect(headers["dlq-event-id"] == record.id, "\(name)")
        #expect(headers["dlq-original-topic"] == topic.name, "\(name)")
        #expect(headers["dlq-original-timestamp"].flatMap { Int64($0) } != nil, "\(name)")
        #expect(headers["dlq-size"] == String(sent.size), "\(name)")
        #expect(headers["dlq-sha256"] == sent.sha256, "\(name)")
        #expect(headers["dlq-attempts"] == "1", "\(name)")
        #expect(headers["dlq-failed-at"]?.hasPrefix("2021-05-") == true, "\(name)")
        #expect(headers["dlq-service-version"]?.isEmpty == false, "\(name)")
        #expect(
            entry
                == Entry(
                    code: record.code.rawValue, field: record.field.isEmpty ? nil : record.field,
                    stage: record.code.stage.rawValue,
                    source: record.source, id: record.id), "\(name)")
        self.checkValue(letter, sent, name)
        #expect(letter.key == record.key && letter.original == record.headers, "\(name)")
    }

    /// The letter carries the record's value, as much of it as a letter may.
    private func checkValue(_ letter: Letter, _ sent: SentRecord, _ name: String) {
        let isCut = sent.size > 65_536
        #expect(letter.headers["dlq-truncated"] == String(isCut), "\(name)")
        #expect(letter.value?.count ?? 0 == min(Int(sent.size), 65_536), "\(name)")
        if !isCut { #expect(SHA256.digest(of: letter.value ?? []).hex == sent.sha256, "\(name)") }
    }
}
