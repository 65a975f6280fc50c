public import Domain

/// Which clock says that an item is due.
public enum DueClock: String, Sendable {
    /// The business clock, which a rehearsal moves: windows, `nextChange`, the limits of parking.
    case business
    /// The machine's: deliveries, back-off.
    case machine
}

/// Something to look at, and when. There is one item for each `what` and `key`.
public struct DueItem: Hashable, Sendable {
    /// Which handler looks.
    public var what: String
    /// What it looks at.
    public var key: String
    /// When, on `clock`.
    public var at: Instant
    /// The clock that `at` is read on.
    public var clock: DueClock
    /// JSON that the handler understands.
    public var detail: [UInt8]?
    /// How often it was looked at in vain.
    public var attempts: Int

    /// Work for `what`, concerning `key`.
    public init(what: String, key: String, at: Instant, clock: DueClock, detail: [UInt8]? = nil) {
        self.what = what
        self.key = key
        self.at = at
        self.clock = clock
        self.detail = detail
        self.attempts = 0
    }

    /// What makes the item the only one of its kind.
    var name: Name { Name(what: self.what, key: self.key) }

    struct Name: Hashable, Comparable {
        let what: String
        let key: String
        static func < (left: Self, right: Self) -> Bool { (left.what, left.key) < (right.what, right.key) }
    }
}

/// What became of an item.
public enum DueOutcome: Sendable {
    /// It is done, and leaves the queue unless the same transaction scheduled it again.
    case done
    /// It is to be looked at again at this instant of its own clock.
    case again(Instant)
}

/// Looks at what has become due, a bounded batch in one transaction.
public protocol DueHandler: Sendable {
    /// The items' `what`.
    var what: String { get }
    /// How many items one transaction takes at most.
    var batchLimit: Int { get }
    /// Looks at items that are due, in the order of their keys.
    /// - Returns: what became of each, in the same order.
    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome]
    /// Told after COMMIT what was looked at: for what must not happen inside a transaction, such as sending.
    func committed(_ items: [DueItem]) async
}

extension DueHandler {
    /// One hundred.
    public var batchLimit: Int { 100 }
    /// Nothing.
    public func committed(_ items: [DueItem]) async {}
}
