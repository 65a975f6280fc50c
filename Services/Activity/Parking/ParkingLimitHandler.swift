internal import Domain
internal import Machines
internal import Messages
internal import Pipeline

/// Ends the waiting for what has not come within seven days of business time.
struct ParkingLimitHandler: DueHandler {
    /// The `what` of these items.
    static let name = "parking"

    let topics: Topics
    var limits = ParkingLimits()

    var what: String { Self.name }
    /// One key: up to a thousand records become letters.
    var batchLimit: Int { 1 }

    /// An item for a key behind which the first event waits since `since`.
    static func item(for key: ParkingKey, since: Instant, _ limits: ParkingLimits) -> DueItem {
        DueItem(what: Self.name, key: key.text, at: since.adding(seconds: limits.waitSeconds), clock: .business)
    }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let keys = items.compactMap { ParkingKey($0.key) }
        let locked = try await ParkingTable.lock(keys, now: transaction.now, on: transaction.connection)
        var acceptance = Acceptance(in: transaction, topics: self.topics, limits: self.limits)
        var outcomes: [DueOutcome] = []
        for item in items {
            guard let key = ParkingKey(item.key), let row = locked[key] else {
                outcomes.append(.done)
                continue
            }
            let end = row.since.adding(seconds: self.limits.waitSeconds)
            if row.waiting > 0, end > transaction.now {
                // All that waited then is gone, and others wait now.
                outcomes.append(.again(end))
            } else {
                outcomes.append(.done)
                // What came without anybody noticing is no reason to refuse.
                if row.isThere { acceptance.arrived.append(key) } else { acceptance.expired.append(key) }
            }
        }
        _ = try await acceptance.perform()
        return outcomes
    }
}
