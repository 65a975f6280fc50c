public import Domain

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

    /// The items as they are written: of two for the same work the last, and all in one order, so that two transactions
    /// never wait for each other crosswise.
    public static func inLockingOrder(_ items: [DueItem]) -> [DueItem] {
        let last = Dictionary(items.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        return last.values.sorted { $0.name < $1.name }
    }

    /// What makes the item the only one of its kind.
    private var name: Name { Name(what: self.what, key: self.key) }

    private struct Name: Hashable, Comparable {
        let what: String
        let key: String
        static func < (left: Self, right: Self) -> Bool { (left.what, left.key) < (right.what, right.key) }
    }
}
