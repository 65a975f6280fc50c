internal import Domain
internal import Facts
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres

/// Says once more what was published of alerts in the days that a restored database does not know.
///
/// Whoever receives alerts keeps the highest version of each, so the next must be above what they have; and what stands
/// with them must stand here, or nobody would ever withdraw it. What is said again is then judged as everything is.
struct PublishedAlerts: Sendable {
    let topic: Topic
    let settings: Settings

    /// How many records are compared with the table at once.
    private static let chunk = 1_000
    /// How long the topic is read at most.
    private static let limit = Duration.seconds(600)

    /// Writes what was published of higher versions than the table has, and schedules what it is about.
    /// - Returns: the entries that say it again, for the journal.
    func restate(in transaction: Transaction) async throws -> [JournalEntry] {
        var newest: [String: (alert: PublishedAlert, isStanding: Bool)] = [:]
        try await self.forEachChunk { chunk in
            // Each question also keeps the session from being ended as one that stands still.
            let known = try await AlertTable.versions(of: chunk.map(\.id), on: transaction.connection)
            for alert in chunk {
                let last = known[alert.id]
                guard alert.version > max(last?.version ?? 0, newest[alert.id]?.alert.version ?? 0) else { continue }
                newest[alert.id] = (alert, last?.isStanding ?? false)
            }
        }
        let versions = try newest.values.sorted { $0.alert.id < $1.alert.id }.map { published in
            try AlertVersion(restating: published.alert, isStanding: published.isStanding)
        }
        try await AlertTable.write(versions, at: transaction.now, on: transaction.connection)
        let units = Set(versions.lazy.filter { $0.verdict != nil }.map(\.unit)).sorted()
        try await transaction.schedule(
            units.map { .judging($0, at: transaction.now) }
                + versions.compactMap { version in
                    guard case .source(let source) = version.subject else { return nil }
                    return .judging(source, at: transaction.now)
                })
        return versions.map { $0.entry(on: self.topic) }
    }

    private func forEachChunk(_ body: ([PublishedAlert]) async throws -> Void) async throws {
        let ends = try await Admin(settings: self.settings).ends(of: self.topic.name)
            .filter { $0.value.low < $0.value.high }
        guard !ends.isEmpty else { return }
        let deadline = ContinuousClock.now + Self.limit
        try await Reader.opening("guoying-alerts", settings: self.settings) { reader in
            let partitions = ends.keys.map { TopicPartition(topic: self.topic.name, partition: $0) }
            try await reader.read(Dictionary(uniqueKeysWithValues: partitions.map { ($0, Start.beginning) }))
            var open = Set(partitions)
            while !open.isEmpty {
                guard .now < deadline, !Task.isCancelled else {
                    throw KafkaError.timeout("read \(self.topic.name) to its end")
                }
                let batch = try await reader.nextBatch(records: Self.chunk)
                if let fault = batch.faults.first(where: { $0.error.reaction == .reject }) { throw fault.error }
                let alerts = batch.records.compactMap { $0.valueBytes.flatMap { PublishedAlert(body: $0) } }
                if !alerts.isEmpty { try await body(alerts) }
                for record in batch.records
                where record.offset + 1 >= ends[record.topicPartition.partition]?.high ?? 0 {
                    open.remove(record.topicPartition)
                }
                open.subtract(batch.ends.keys)
            }
        }
    }
}
