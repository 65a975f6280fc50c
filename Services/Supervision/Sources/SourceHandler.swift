internal import Domain
internal import Facts
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// Judges sources: one that has not said for too long that it is up to date has a notice, one for all its units.
struct SourceHandler: DueHandler {
    let what = DueItem.judgeSource
    let batchLimit = 20
    let judge: Judge
    let gate: Gate

    var horizon: Instant? { self.gate.opened }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let connection = transaction.connection
        let standpoint = Standpoint(now: transaction.now, settled: transaction.horizon)
        let sources = items.map { SourceName(rawValue: $0.key) }
        let known = try await AlertTable.alerts(of: sources, on: connection)
        let reader = FactsReader(connection, remembering: self.judge.register)
        let positions = try await reader.positions()

        var alerts: [AlertVersion] = []
        var next: [DueItem] = []
        for source in sources {
            let units = try await SourceTable.units(of: source, on: connection)
            let facts = try await reader.frames(of: units, at: positions, knownAt: standpoint.now)
            let (alert, item) = try self.judge(source, by: facts, from: standpoint, after: known[source])
            if let alert { alerts.append(alert) }
            if let item { next.append(item) }
        }
        try await transaction.schedule(next)
        _ = try await transaction.journal(alerts.map { $0.entry(on: self.judge.topics.supervisionAlerts) })
        try await AlertTable.write(alerts, at: transaction.now, on: connection)
        return items.map { _ in .done }
    }

    /// What was found just now waits for the gate.
    func committed(_ items: [DueItem]) async { self.gate.asked.ring() }

    /// The version of the notice that follows, and the source's next item in the due queue.
    private func judge(
        _ source: SourceName, by facts: [UnitFacts], from standpoint: Standpoint,
        after last: (unit: UnitCode, alert: KnownAlert)?
    ) throws -> (AlertVersion?, DueItem?) {
        let judgement = SourceJudgement(source, facts, asOf: standpoint.now, goLive: self.judge.goLive)
        let next = judgement.nextChange.map { DueItem.judging(source, at: $0) }
        guard let notice = judgement.notice else {
            guard let last, let step = AlertStep(.resolve, after: last.alert) else { return (nil, next) }
            return (
                try AlertVersion(withdrawing: last.alert, of: last.unit, .source(source), step, asOf: standpoint.now),
                next
            )
        }
        guard let step = AlertStep(.raise(.notice), after: last?.alert) else { return (nil, next) }
        if step.isAlarm(after: last?.alert), !self.isSettled(source, facts, from: standpoint) {
            return (nil, .judging(source, at: standpoint.now))
        }
        let version = try AlertVersion(notice, step, measuredBy: self.judge.pack)
        let isSaid = step.status == .changed && version.content == last?.alert.content
        return (isSaid ? nil : version, next)
    }

    /// Whether the source was silent as of the instant up to which all is settled.
    private func isSettled(_ source: SourceName, _ facts: [UnitFacts], from standpoint: Standpoint) -> Bool {
        guard let settled = standpoint.settled else { return false }
        return SourceJudgement(source, facts, asOf: settled, goLive: self.judge.goLive).notice != nil
    }
}
