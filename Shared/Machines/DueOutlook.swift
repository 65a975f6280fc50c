public import Domain

/// When the first items of one kind are due.
public struct DueOutlook: Hashable, Sendable {
    /// By the business clock; none where no item is read on it.
    public let business: Instant?
    /// By the machine's.
    public let machine: Instant?
    /// What the database's clock said then.
    public let databaseNow: Instant

    /// What was found of a kind.
    public init(business: Instant?, machine: Instant?, databaseNow: Instant) {
        self.business = business
        self.machine = machine
        self.databaseNow = databaseNow
    }

    /// Whether there is something to take.
    public func holds(_ taking: DueTaking) -> Bool {
        self.isDue(self.business, by: taking.business) || self.isDue(self.machine, by: taking.machine)
    }

    /// How long it is until an item is due that is not yet, in microseconds: `Int64.max` where there is none.
    ///
    /// - Parameter now: The business clock.
    public func microsecondsAhead(of now: Instant) -> Int64 {
        let business = self.business.map { $0.microseconds - now.microseconds }
        let machine = self.machine.map { $0.microseconds - self.databaseNow.microseconds }
        return [business, machine].compactMap { $0 }.filter { $0 > 0 }.min() ?? .max
    }

    private func isDue(_ first: Instant?, by bound: DueTaking.Bound) -> Bool {
        guard let first else { return false }
        return switch bound {
        case .never: false
        case .instant(let instant): first <= instant
        case .databaseNow: first <= self.databaseNow
        }
    }
}
