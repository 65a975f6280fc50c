internal import Domain
internal import Facts
internal import Machines
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
    /// What the register says, for as long as that is so.
    let register = RegisterMemory()

    /// Judges units as of now and as known now, and raises what was so already when all was settled.
    ///
    /// The transaction holds the units' items in the due queue, so nobody else judges them, and it has read nothing of
    /// them before it did: whatever fact is committed after the reading below brings a record of its own.
    /// Of a unit that was judged before only those duties are judged that may be other than they stand: what was told,
    /// what waited, and what time may have changed.
    /// - Parameters:
    ///   - units: The units, each once.
    ///   - told: What is told of them by the transaction's own records.
    ///   - standpoint: Its `now` is the transaction's.
    ///   - entries: What else the transaction puts into the journal.
    /// - Returns: the numbers of those entries.
    @discardableResult func judge(
        _ units: [UnitCode], told: [UnitCode: Scope] = [:], from standpoint: Standpoint,
        beside entries: [JournalEntry] = [], in transaction: Transaction
    ) async throws -> [JournalNumber] {
        let connection = transaction.connection
        guard !units.isEmpty else { return try await transaction.journal(entries) }
        // In one trip, and each is run after what comes before it.
        let answers = try await connection.pipeline(FactPositions.statements + [JudgedTable.question(about: units)])
        let positions = try FactPositions(answers.dropLast())
        let judged = try JudgedTable.judged(answers[answers.count - 1])
        let findings = try await self.find(
            units, judged, told, at: positions, asOf: standpoint.now, on: connection)
        let wholes = findings.filter { $0.days == nil }.map(\.facts.unit)
        let duties = findings.filter { $0.days != nil }.flatMap { unit in
            unit.found.map { (unit: unit.facts.unit, name: $0.name) }
        }
        let known = try await connection.pipeline([
            VerdictTable.question(about: wholes, and: duties), AlertTable.question(about: wholes, and: duties),
        ])
        let (verdicts, alerts) = (try VerdictTable.verdicts(known[0]), try AlertTable.alerts(known[1]))

        let judgements = try findings.map { findings in
            let unit = findings.facts.unit
            return try UnitJudgement(
                findings, by: self, from: standpoint, verdicts: verdicts[unit] ?? [:], alerts: alerts[unit] ?? [:])
        }
        try await transaction.schedule(judgements.compactMap(\.nextItem))
        let days = judgements.map { ($0.findings.facts.unit, $0.daysAhead) }
        try await connection.queue([JudgedTable.writing(days, asOf: standpoint.now)])
        return try await self.write(judgements, at: positions, beside: entries, in: transaction)
    }

    /// Reads no more of each unit than what the duties that are to be judged rest on, and judges these.
    private func find(
        _ units: [UnitCode], _ judged: [UnitCode: JudgedTable.Judged], _ told: [UnitCode: Scope],
        at positions: FactPositions, asOf now: Instant, on connection: Connection
    ) async throws -> [UnitFindings] {
        let reader = FactsReader(connection, remembering: self.register)
        let frames = try await reader.frames(of: units, at: positions, knownAt: now)
        var days = frames.map { self.days(of: $0, judged[$0.unit], told[$0.unit], now: now) }
        var facts = try await reader.completed(Array(zip(frames, days)), at: positions)
        // Where a record of these days stands on another, what is said of it names that day.
        let strays = facts.indices.filter { days[$0] != nil && facts[$0].hasRecordElsewhere(knownAt: now) }
        if !strays.isEmpty {
            let whole = try await reader.completed(strays.map { (frames[$0], nil) }, at: positions)
            for (place, unit) in zip(strays, whole) { (facts[place], days[place]) = (unit, nil) }
        }
        return zip(facts, days).map { UnitFindings($0, among: $1, by: self.pack, asOf: now) }
    }

    /// The days whose duties are to be judged; all where nil.
    private func days(
        of frame: UnitFacts, _ judged: JudgedTable.Judged?, _ told: Scope?, now: Instant
    ) -> Period? {
        guard let judged, told != .everything else { return nil }
        var days = judged.days
        if case .days(let told) = told { days = days?.joined(with: told) ?? told }
        return frame.days(toJudge: self.pack.requirements, since: judged.asOf, told: days, now: now)
    }

    private func write(
        _ judgements: [UnitJudgement], at positions: FactPositions, beside entries: [JournalEntry],
        in transaction: Transaction
    ) async throws -> [JournalNumber] {
        var all: [JournalEntry] = []
        for judgement in judgements where !judgement.verdicts.isEmpty {
            let provenance = Provenance(judgement.findings, at: positions, pack: self.pack, asOf: transaction.now)
            all += judgement.verdicts.map { $0.entry(on: self.topics.supervisionJournal, provenance) }
        }
        let changes = judgements.flatMap(\.verdicts)
        let alerts = judgements.flatMap(\.alerts)
        all += alerts.map { $0.entry(on: self.topics.supervisionAlerts) }
        let numbers = try await transaction.journal(all + entries)
        var statements: [SQL] = []
        if !changes.isEmpty {
            statements.append(VerdictTable.writing(Array(zip(changes, numbers)), since: transaction.now))
        }
        if !alerts.isEmpty { statements.append(AlertTable.writing(alerts, at: transaction.now)) }
        try await transaction.connection.queue(statements)
        return Array(numbers.suffix(entries.count))
    }
}
