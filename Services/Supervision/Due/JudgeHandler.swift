internal import Domain
internal import Pipeline

/// Judges units whose time has come, and those that a fan-out has reached.
///
/// A unit is judged once, as of now: after an outage, or after a rehearsal's clock has jumped, the states in between
/// are not announced one by one.
struct JudgeHandler: DueHandler {
    let what = DueItem.judge
    let batchLimit = 200
    let judge: Judge
    let gate: LaneGate

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        var opened: Instant?
        if let due = items.filter(\.isBecauseOfTime).map(\.at).max() {
            opened = try await self.gate.opened(for: due, now: transaction.now, on: transaction.connection)
        }
        let mayBeJudged = items.map { item in
            !item.isBecauseOfTime || (opened.map { item.at <= $0 } ?? false)
        }
        let units = zip(items, mayBeJudged).filter(\.1).map { UnitCode(rawValue: $0.0.key) }
        try await self.judge.judge(units, in: transaction)
        return zip(items, mayBeJudged).map { item, isJudged in
            isJudged ? .done : .again(transaction.now.adding(microseconds: Self.pause(after: item.attempts)))
        }
    }

    /// Looks again soon, then less often: a thousand units that wait for one lane are not to keep the database busy.
    private static func pause(after attempts: Int) -> Int64 { 50_000 << min(attempts, 5) }
}

extension Instant {
    /// The instant so many microseconds later.
    fileprivate func adding(microseconds: Int64) -> Instant {
        Instant(microseconds: self.microseconds + microseconds)
    }
}
