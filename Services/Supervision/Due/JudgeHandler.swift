internal import Domain
internal import Pipeline

/// Judges units whose time has come, and those that a fan-out has reached.
///
/// A unit is judged once, as of now: after an outage, or after a rehearsal's clock has jumped, the states in between
/// are not announced one by one.
struct JudgeHandler: DueHandler {
    let what = DueItem.judgeUnit
    let batchLimit = 200
    let judge: Judge
    let gate: LaneGate

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let outcomes = try await self.gate.outcomes(of: items, in: transaction)
        let units = zip(items, outcomes).filter(\.1.isDone).map { UnitCode(rawValue: $0.0.key) }
        try await self.judge.judge(units, in: transaction)
        return outcomes
    }
}

extension DueOutcome {
    /// Whether the item leaves the queue.
    var isDone: Bool {
        if case .done = self { return true }
        return false
    }
}
