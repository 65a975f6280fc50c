internal import Crypto
internal import Domain
internal import Facts
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres
internal import ServiceKit

/// What supervision does with a batch: the units that it touches are judged, each once.
struct SupervisionHandler: IntakeHandler {
    /// As many units are judged in the transaction of the batch; the rest right after it.
    static let unitLimit = 500

    let topics: Topics
    let judge: Judge
    /// Rung after each batch: it may have put something into the due queue for now.
    let due: Bell

    /// What each record of the poll tells.
    typealias Prepared = [Sighting]

    func prepare(_ records: RecordBatch) async throws -> [Sighting] {
        var reader = RecordReader(topics: self.topics)
        return records.map { record in
            reader.read(record, of: record.topicPartition.topic, key: record.keyBytes, value: record.valueBytes)
        }
    }

    func probe(_ work: IntakeWork<[Sighting]>) -> [SQL] {
        let sightings = work.indexes.map { work.prepared[$0] }
        let letters = sightings.filter { $0.touch == .letter }.compactMap(\.place)
        guard !letters.isEmpty else { return [] }
        // Asked for each: a join would read all that the view shows.
        return [
            """
            SELECT DISTINCT letter.unit
            FROM unnest(\(letters.map { Int16($0.lane.lane) })::smallint[], \(letters.map(\.position))::bigint[])
                AS asked (lane, position)
            CROSS JOIN LATERAL (
                SELECT unit FROM activity.dead_letter_v1
                WHERE lane = asked.lane AND position = asked.position AND unit IS NOT NULL OFFSET 0) AS letter
            """
        ]
    }

    func handle(
        _ work: IntakeWork<[Sighting]>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition] {
        let commands = work.indexes.compactMap { index -> Digest16? in
            guard case .command(let command) = work.prepared[index].touch else { return nil }
            return command.identity
        }
        var batch = BatchFindings(
            units: try known.first?.decode("unit") ?? [],
            unanswered: try await CommandTable.remember(commands, on: transaction.connection), topics: self.topics)
        let dispositions = work.indexes.map { index in
            var sighting = work.prepared[index]
            if work.isCondemned { sighting.touch = .unreadable(Fault(.internal)) }
            return batch.add(sighting) { fault in
                Letter(KeptRecord(work.records[index]), because: fault, accepted: work.accepted)
                    .entry(on: self.topics.supervisionDeadLetters, failedAt: work.accepted)
            }
        }
        try await HeadTable.raise(batch.read, on: transaction.connection)
        // Each unit's item is written first, which is its lock; judging moves it to when time alone may change it.
        let units = batch.units.sorted()
        try await transaction.schedule(
            units.map { .judging($0, becauseOfRecordAt: transaction.now) }
                + batch.reaches.map { FanOut($0).item(at: transaction.now) }
                + batch.sources.map { .judging($0, becauseOfRecordAt: transaction.now) })
        try await self.judge.judge(
            Array(units.prefix(Self.unitLimit)), beside: batch.entries, in: transaction)
        return dispositions
    }

    func committed(_ work: IntakeWork<[Sighting]>) async { self.due.ring() }
}
