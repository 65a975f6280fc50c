internal import Domain
internal import Pipeline

/// What messages are kept in order for: a recipient, and a unit that they are told of.
struct DeliveryKey: Hashable, Sendable {
    /// The `what` of the due queue's items.
    static let what = "deliver"

    /// The recipient's name, which holds no slash.
    let recipient: String
    /// The unit's code.
    let unit: String

    init(recipient: String, unit: String) {
        self.recipient = recipient
        self.unit = unit
    }

    /// The key of an item of the due queue.
    init(_ item: DueItem) {
        let parts = item.key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.init(recipient: parts[0], unit: parts.count > 1 ? parts[1] : "")
    }

    /// The item of the due queue by which the messages are looked at; its row is the lock of them.
    func item(at instant: Instant) -> DueItem {
        DueItem(what: Self.what, key: "\(self.recipient)/\(self.unit)", at: instant, clock: .machine)
    }
}
