internal import Crypto
internal import Domain
internal import Facts
internal import Kafka
internal import Machines
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
    /// What is found here is raised once it is open up to now.
    let gate: Gate

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
            SELECT letter.unit, letter.kind, letter.occurred
            FROM unnest(\(letters.map { Int16($0.lane.lane) })::smallint[], \(letters.map(\.position))::bigint[])
                AS asked (lane, position)
            CROSS JOIN LATERAL (
                SELECT unit, kind, occurred FROM activity.dead_letter_v1
                WHERE lane = asked.lane AND position = asked.position AND unit IS NOT NULL AND kind IS NOT NULL
                    AND occurred IS NOT NULL OFFSET 0) AS letter
            """
        ]
    }

    func handle(
        _ work: IntakeWork<[Sighting]>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition] {
        let desk = CommandDesk(topics: self.topics, pack: self.judge.pack)
        let minutes = try await desk.take(self.commands(of: work), in: transaction)
        var batch = BatchFindings(commands: minutes.dispositions, askedBy: self.judge.pack)
        if let letters = known.first { try batch.add(letters: letters) }
        let dispositions = work.indexes.map { index in
            var sighting = work.prepared[index]
            if work.isCondemned, sighting.command == nil { sighting.touch = .unreadable(Fault(.internal)) }
            return batch.add(sighting) { self.letter(about: work, index, $0) }
        }
        let places = work.indexes.filter { work.prepared[$0].command != nil }
        let letters = batch.letters + minutes.faults.map { self.letter(about: work, places[$0.place], $0.fault) }
        // A waiver is a fact once it has a place in the journal, so the unit is judged by the due queue, right after.
        let waived = Set(minutes.facts.map(\.fact.waiver.unit))
        for unit in waived { batch.add(.everything, of: unit) }
        // Each unit's item is locked first; judging moves it to when time alone may change it, or to now where there is
        // something to raise: what else had been sent by now may be on its way.
        let units = batch.units.keys.sorted()
        let judged = Array(units.lazy.filter { !waived.contains($0) }.prefix(Self.unitLimit))
        let unjudged = batch.units.filter { [judged = Set(judged)] in !judged.contains($0.key) }
        if !batch.read.isEmpty { try await transaction.connection.queue([HeadTable.raising(batch.read)]) }
        try await self.lock(units, areJudged: unjudged.isEmpty, and: batch, in: transaction)
        try await transaction.connection.queue(JudgedTable.noting(unjudged))
        let numbers = try await self.judge.judge(
            judged, told: batch.units, from: Standpoint(now: transaction.now, settled: nil),
            beside: minutes.answers + letters, in: transaction)
        try await WaiverTable.write(
            minutes.facts.map { ($0.fact, numbers[$0.answer]) }, on: transaction.connection)
        return dispositions
    }

    /// Locks the items of fan-outs, units and sources, in the order in which all do: that of the names of kinds, and of
    /// keys. Where some of the units are not judged here, all are due now.
    private func lock(
        _ units: [UnitCode], areJudged: Bool, and batch: BatchFindings, in transaction: Transaction
    ) async throws {
        let now = transaction.now
        try await transaction.schedule(batch.reaches.map { FanOut($0).item(at: now) })
        let items = units.map { DueItem.judging($0, at: now) }
        try await areJudged ? transaction.hold(items) : transaction.schedule(items)
        try await transaction.schedule(batch.sources.map { .judging($0, at: now) })
    }

    private func commands(of work: IntakeWork<[Sighting]>) -> [IncomingCommand<SupervisionCommand>] {
        let commands = work.indexes.compactMap { work.prepared[$0].command }
        guard work.isCondemned else { return commands }
        return commands.map { IncomingCommand(refused: Fault(.internal), id: $0.id) }
    }

    private func letter(about work: IntakeWork<[Sighting]>, _ index: Int, _ fault: Fault) -> JournalEntry {
        Letter(KeptRecord(work.records[index]), because: fault, accepted: work.accepted)
            .entry(on: self.topics.supervisionDeadLetters, failedAt: work.accepted)
    }

    func committed(_ work: IntakeWork<[Sighting]>) async {
        self.gate.asked.ring()
    }
}
