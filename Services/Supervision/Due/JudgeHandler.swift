internal import Domain
internal import Machines
internal import Pipeline

/// Judges units whose time has come, those that a fan-out has reached, and those of which there may be an alert to
/// raise.
///
/// A unit is judged once, as of now: after an outage, or after a rehearsal's clock has jumped, the states in between
/// are not announced one by one.
struct JudgeHandler: DueHandler {
    let what = DueItem.judgeUnit
    let batchLimit = 200
    let judge: Judge
    let gate: Gate

    var horizon: Instant? { self.gate.opened }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let standpoint = Standpoint(now: transaction.now, settled: transaction.horizon)
        try await self.judge.judge(
            items.map { UnitCode(rawValue: $0.key) }, from: standpoint, in: transaction)
        return items.map { _ in .done }
    }

    /// What was found just now waits for the gate.
    func committed(_ items: [DueItem]) async { self.gate.asked.ring() }
}
