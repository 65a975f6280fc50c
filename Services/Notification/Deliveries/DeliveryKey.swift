internal import Domain
internal import Machines
internal import Pipeline

/// What messages are kept in order for: a recipient, and a unit that they are told of.
struct DeliveryKey: Hashable, Sendable {
    /// The `what` of the due queue's items.
    static let what = "deliver"

    /// Whose they are.
    let recipient: RecipientName
    /// The unit's code.
    let unit: String

    init(recipient: RecipientName, unit: String) {
        self.recipient = recipient
        self.unit = unit
    }

    /// The key of an item of the due queue.
    init(_ item: DueItem) {
        let parts = item.key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.init(recipient: RecipientName(rawValue: parts[0]), unit: parts.count > 1 ? parts[1] : "")
    }

    /// The item of the due queue by which the messages are looked at; its row is the lock of them.
    func item(at instant: Instant) -> DueItem {
        DueItem(what: Self.what, key: "\(self.recipient.rawValue)/\(self.unit)", at: instant, clock: .machine)
    }
}
