/// What a pool decides, without doing any of it: who gets which connection, who waits, what may be opened.
struct PoolState<Resource: Sendable, Waiter: Sendable>: Sendable {
    /// What somebody who asks for a connection has to do.
    enum Lending: Sendable {
        /// Use this one, after a look at it.
        case use(Idle)
        /// Open one: there is room.
        case open
        /// Wait, entered under the number that was given.
        case wait
        /// Give up: the pool is closed.
        case refuse
    }

    /// What becomes of a connection that is given back.
    enum Return: Sendable {
        /// Hand it to the one who has waited longest.
        case hand(to: Waiter)
        /// It waits here for the next.
        case keep
        /// Close it; the one who has waited longest may open another in its place.
        case close(successor: Waiter?)
    }

    /// A connection that nobody uses.
    struct Idle: Sendable {
        let resource: Resource
        let since: ContinuousClock.Instant
    }

    /// How many connections may be open at once.
    let limit: Int
    /// Connections that are open, being opened, or about to be opened.
    private(set) var openCount = 0
    private(set) var isClosed = false
    private var idle: [Idle] = []
    private var waiters: [(number: UInt64, waiter: Waiter)] = []

    var idleCount: Int { self.idle.count }
    var waitingCount: Int { self.waiters.count }

    init(limit: Int) { self.limit = limit }

    /// Somebody asks for a connection. The one used last is lent first, so that the others grow old.
    mutating func lend() -> Lending {
        if self.isClosed { return .refuse }
        if let idle = self.idle.popLast() { return .use(idle) }
        guard self.openCount < self.limit else { return .wait }
        self.openCount += 1
        return .open
    }

    /// Enters a waiter under a number of its own; ``lend()`` has just told it to wait.
    mutating func enter(_ waiter: Waiter, as number: UInt64) {
        self.waiters.append((number, waiter))
    }

    /// Takes a waiter out who waits no longer; `nil` if it has been served already.
    mutating func leave(_ number: UInt64) -> Waiter? {
        guard let index = self.waiters.firstIndex(where: { $0.number == number }) else { return nil }
        return self.waiters.remove(at: index).waiter
    }

    /// A connection that works is given back.
    mutating func takeBack(_ resource: Resource, at now: ContinuousClock.Instant) -> Return {
        if self.isClosed { return self.discard() }
        if let waiter = self.nextWaiter() { return .hand(to: waiter) }
        self.idle.append(Idle(resource: resource, since: now))
        return .keep
    }

    /// A connection is gone, or could not be opened.
    mutating func discard() -> Return {
        self.openCount -= 1
        guard !self.isClosed, let waiter = self.nextWaiter() else { return .close(successor: nil) }
        self.openCount += 1
        return .close(successor: waiter)
    }

    /// Closes the pool; returns the connections to close and the waiters to turn away.
    mutating func close() -> (idle: [Idle], waiters: [Waiter]) {
        defer {
            self.isClosed = true
            self.openCount -= self.idle.count
            self.idle = []
            self.waiters = []
        }
        return (self.idle, self.waiters.map(\.waiter))
    }

    private mutating func nextWaiter() -> Waiter? {
        self.waiters.isEmpty ? nil : self.waiters.removeFirst().waiter
    }
}
