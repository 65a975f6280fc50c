internal import Domain
internal import Machines
internal import Messages
internal import Pipeline

/// Lets go what waits behind keys that have come, where it was too much for the transaction in which they came.
struct ReleaseHandler: DueHandler {
    /// The `what` of these items.
    static let name = "release"

    let topics: Topics

    var what: String { Self.name }

    /// An item for a key that is there: looked at as soon as possible.
    static func item(for key: ParkingKey) -> DueItem {
        DueItem(what: Self.name, key: key.text, at: Instant(microseconds: 0), clock: .machine)
    }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        var acceptance = Acceptance(in: transaction, topics: self.topics)
        acceptance.arrived = items.compactMap { ParkingKey($0.key) }
        _ = try await acceptance.perform()
        return items.map { _ in .done }
    }
}
