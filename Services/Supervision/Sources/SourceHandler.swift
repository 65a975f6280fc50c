internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// Judges sources: one that has not said for too long that it is up to date has a notice, one for all its units.
struct SourceHandler: DueHandler {
    let what = DueItem.judgeSource
    let batchLimit = 20
    let judge: Judge
    let gate: LaneGate

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let connection = transaction.connection
        let outcomes = try await self.gate.outcomes(of: items, in: transaction)
        let sources = zip(items, outcomes).filter(\.1.isDone).map { SourceName(rawValue: $0.0.key) }
        let known = try await AlertTable.alerts(of: sources, on: connection)
        let reader = FactsReader(connection)
        let positions = try await reader.positions()

        var alerts: [AlertVersion] = []
        var next: [DueItem] = []
        for source in sources {
            let units = try await SourceTable.units(of: source, on: connection)
            let judgement = SourceJudgement(
                source, try await reader.facts(of: units, at: positions, knownAt: transaction.now),
                asOf: transaction.now, goLive: self.judge.goLive)
            if let instant = judgement.nextChange { next.append(.judging(source, becauseOfTimeAt: instant)) }
            if let alert = try self.alert(judgement, after: known[source], asOf: transaction.now) {
                alerts.append(alert)
            }
        }
        try await transaction.schedule(next)
        _ = try await transaction.journal(alerts.map { $0.entry(on: self.judge.topics.supervisionAlerts) })
        try await AlertTable.write(alerts, at: transaction.now, on: connection)
        return outcomes
    }

    private func alert(
        _ judgement: SourceJudgement, after known: (unit: UnitCode, alert: KnownAlert)?, asOf: Instant
    ) throws -> AlertVersion? {
        guard let notice = judgement.notice else {
            guard let known, let step = AlertStep(.resolve, after: known.alert) else { return nil }
            return try AlertVersion(
                withdrawing: known.alert, of: known.unit, .source(judgement.source), step, asOf: asOf)
        }
        guard let step = AlertStep(.raise(.notice), after: known?.alert) else { return nil }
        let version = try AlertVersion(notice, step, measuredBy: self.judge.pack)
        return step.status == .changed && version.content == known?.alert.content ? nil : version
    }
}
