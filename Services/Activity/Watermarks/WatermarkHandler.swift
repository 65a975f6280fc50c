internal import Crypto
internal import Domain
internal import Facts
internal import Messages
internal import Pipeline

/// Lets watermarks take effect once every partition of their topic has been taken in up to the end that it had when
/// the watermark was read: a watermark may overtake, through another partition, the records that it vouches for.
struct WatermarkHandler: DueHandler {
    /// The `what` of these items.
    static let name = "watermark"

    let cluster: String
    let journal: Topic

    var what: String { Self.name }

    /// An item for a watermark that has just come: looked at as soon as possible.
    static func item(for identity: Digest16) -> DueItem {
        DueItem(what: Self.name, key: identity.hex, at: Instant(microseconds: 0), clock: .machine)
    }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let connection = transaction.connection
        let pending = try await WatermarkTable.lock(items.map(\.key), on: connection)
        let positions = try await WatermarkTable.positions(
            of: Set(pending.map(\.topic)).sorted(), cluster: self.cluster, on: connection)
        let reached = pending.filter { $0.isReached(on: self.cluster, positions: positions) }
        let numbers = try await transaction.journal(reached.map { $0.entry(on: self.journal) })
        try await WatermarkTable.takeEffect(reached.map(\.key), at: numbers.map(\.position), on: connection)
        let open = Set(pending.map(\.key)).subtracting(reached.map(\.key))
        guard !open.isEmpty else { return items.map { _ in .done } }
        let now = try await WatermarkTable.now(on: connection)
        return items.map { item in
            open.contains(item.key) ? .again(now.adding(milliseconds: Self.pauseMilliseconds(item.attempts))) : .done
        }
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
