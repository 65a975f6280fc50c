internal import Domain
internal import Facts
internal import Machines
internal import Messages
internal import Pipeline

/// Lets watermarks take effect once every partition of their topic has been taken in up to the end that it had when
/// the watermark was read: a watermark may overtake, through another partition, the records that it vouches for.
///
/// There is one item for each source, so that of its watermarks none goes before one that came earlier.
struct WatermarkHandler: DueHandler {
    /// The `what` of these items.
    static let name = "watermark"
    /// How many watermarks of a source one look takes at most.
    static let limit = 100

    let cluster: String
    let journal: Topic

    var what: String { Self.name }

    /// One source a look: it may have as many watermarks waiting as one transaction should take.
    var batchLimit: Int { 1 }

    /// An item for a source of which a watermark has just come: looked at as soon as possible.
    static func item(for source: String) -> DueItem {
        DueItem(what: Self.name, key: source, at: Instant(microseconds: 0), clock: .machine)
    }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        var outcomes: [DueOutcome] = []
        for item in items { outcomes.append(try await self.perform(item, in: transaction)) }
        return outcomes
    }

    private func perform(_ item: DueItem, in transaction: Transaction) async throws -> DueOutcome {
        let connection = transaction.connection
        let pending = try await WatermarkTable.lock(of: item.key, limit: Self.limit, on: connection)
        let positions = try await WatermarkTable.positions(
            of: Set(pending.map(\.topic)).sorted(), cluster: self.cluster, on: connection)
        let reached = pending.filter { $0.isReached(on: self.cluster, positions: positions) }
        let numbers = try await transaction.journal(reached.map { $0.entry(on: self.journal, at: transaction.now) })
        try await WatermarkTable.takeEffect(reached.map(\.identity), at: numbers.map(\.position), on: connection)
        let now = try await WatermarkTable.now(on: connection)
        if reached.count < pending.count {
            return .again(now.adding(milliseconds: Self.pauseMilliseconds(item.attempts)))
        }
        return pending.count == Self.limit ? .again(now) : .done
    }

    /// From 20 ms on, doubled with each look, up to a second.
    private static func pauseMilliseconds(_ attempts: Int) -> Int64 {
        min(20 << Int64(min(attempts, 6)), 1_000)
    }
}

extension Instant {
    fileprivate func adding(milliseconds: Int64) -> Instant {
        Instant(microseconds: self.microseconds + milliseconds * 1_000)
    }
}
