internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// Judges units in a transaction and writes what has changed: verdicts, alerts, journal entries, and when to look
/// again.
struct Judge: Sendable {
    /// By what is judged.
    let pack: Pack
    /// The day on which alerts began.
    let goLive: Day
    let topics: Topics

    /// Judges units as of now and as known now, and raises what was so already when all was settled.
    ///
    /// The transaction holds the units' items in the due queue, so nobody else judges them, and it has read nothing of
    /// them before it did: whatever fact is committed after the reading below brings a record of its own.
    /// - Parameters:
    ///   - units: The units, each once.
    ///   - standpoint: Its `now` is the transaction's.
    ///   - entries: What else the transaction puts into the journal.
    /// - Returns: the numbers of those entries.
    @discardableResult func judge(
        _ units: [UnitCode], from standpoint: Standpoint, beside entries: [JournalEntry] = [],
        in transaction: Transaction
    ) async throws -> [JournalNumber] {
        let connection = transaction.connection
        let reader = FactsReader(connection)
        guard !units.isEmpty else {
            return try await transaction.journal(entries)
        }
        let positions = try await reader.positions()
        let facts = try await reader.facts(of: units, at: positions, knownAt: standpoint.now)
        let verdicts = try await VerdictTable.verdicts(of: units, on: connection)
        let alerts = try await AlertTable.alerts(of: units, on: connection)

        let judgements = try facts.map { facts in
            try UnitJudgement(
                facts, by: self, from: standpoint, verdicts: verdicts[facts.unit] ?? [:],
                alerts: alerts[facts.unit] ?? [:])
        }
        try await transaction.schedule(judgements.compactMap(\.nextItem))
        return try await self.write(judgements, at: positions, beside: entries, in: transaction)
    }

    private func write(
        _ judgements: [UnitJudgement], at positions: FactPositions, beside entries: [JournalEntry],
        in transaction: Transaction
    ) async throws -> [JournalNumber] {
        var all: [JournalEntry] = []
        for judgement in judgements where !judgement.verdicts.isEmpty {
            let provenance = Provenance(judgement.facts, at: positions, pack: self.pack, asOf: transaction.now)
            all += judgement.verdicts.map { $0.entry(on: self.topics.supervisionJournal, provenance) }
        }
        let changes = judgements.flatMap(\.verdicts)
        let alerts = judgements.flatMap(\.alerts)
        all += alerts.map { $0.entry(on: self.topics.supervisionAlerts) }
        let numbers = try await transaction.journal(all + entries)
        try await VerdictTable.write(
            Array(zip(changes, numbers)), since: transaction.now, on: transaction.connection)
        try await AlertTable.write(alerts, at: transaction.now, on: transaction.connection)
        return Array(numbers.suffix(entries.count))
    }
}
