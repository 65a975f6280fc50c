import Synchronization

/// Connections to one database that many tasks share, each for as long as it has one to itself.
public final class Pool: Sendable {
    private let settings: DatabaseSettings
    private let waitLimit: Duration
    private let onNotice: Notice.Receiver
    private let state: Mutex<Guarded>

    /// After how long without use a connection is asked whether it still works before it is lent.
    private static let trustLimit = Duration.seconds(30)

    /// A connection on its way from one user to the next.
    ///
    /// It is sendable because nobody holds it any more: whoever gave it back has promised not to use it again.
    private struct Parked: @unchecked Sendable {
        let connection: Connection
    }

    /// What a waiter is served with.
    private enum Service: Sendable {
        case use(Parked)
        case open
        case failure(DatabaseError)
    }

    private struct Guarded: Sendable {
        var pool: PoolState<Parked, CheckedContinuation<Service, Never>>
        var nextNumber: UInt64 = 0
    }

    /// Makes a pool, which connects only when somebody asks.
    ///
    /// - Parameters:
    ///   - limit: How many connections may be open at once.
    ///   - waitLimit: How long somebody waits for one before ``DatabaseError/Kind/timedOut``.
    ///   - onNotice: Takes in what the server has to say beside its answers, on any thread.
    public init(
        _ settings: DatabaseSettings, limit: Int, waitLimit: Duration = .seconds(5),
        onNotice: @escaping Notice.Receiver = { _ in }
    ) {
        precondition(limit > 0, "a pool of \(limit) connections serves nobody")
        self.settings = settings
        self.waitLimit = waitLimit
        self.onNotice = onNotice
        self.state = Mutex(Guarded(pool: PoolState(limit: limit)))
    }

    deinit { self.close() }

    /// Lends a connection to `body`, first come first served. It must not be used after `body` has ended.
    ///
    /// A connection that comes back in the midst of something is closed, and another opened when one is needed.
    /// - Throws: What `body` throws; ``DatabaseError/Kind/timedOut`` when none got free in time, and whatever
    ///   ``Connection/connect(_:onNotice:)`` throws.
    public func withConnection<Value>(_ body: (Connection) async throws -> Value) async throws -> Value {
        let connection = try await self.lend()
        defer { self.takeBack(connection) }
        return try await body(connection)
    }

    /// Closes what is idle and turns away who waits; what is lent is closed when it comes back.
    public func close() {
        let (idle, waiters) = self.state.withLock { $0.pool.close() }
        for parked in idle { parked.resource.connection.close() }
        for waiter in waiters { waiter.resume(returning: .failure(Self.closed)) }
    }

    /// How a pool is doing.
    public struct Counts: Hashable, Sendable {
        /// Connections that are open or being opened.
        public let open: Int
        /// Connections among them that nobody uses.
        public let idle: Int
        /// Tasks that wait for one.
        public let waiting: Int
    }

    /// How the pool is doing at this moment.
    public var counts: Counts {
        self.state.withLock { state in
            Counts(open: state.pool.openCount, idle: state.pool.idleCount, waiting: state.pool.waitingCount)
        }
    }

    private static let closed = DatabaseError(.disconnected, "the pool of connections is closed")

    private func lend() async throws(DatabaseError) -> Connection {
        while true {
            if Task.isCancelled { throw .cancelled() }
            switch self.state.withLock({ $0.pool.lend() }) {
            case .refuse: throw Self.closed
            case .open: return try await self.open()
            case .use(let idle):
                let connection = idle.resource.connection
                if await Self.isAlive(connection, since: idle.since) { return connection }
                self.discard(connection)
            case .wait:
                switch await self.waitForService() {
                case .use(let parked): return parked.connection
                case .open: return try await self.open()
                case .failure(let error): throw error
                }
            }
        }
    }

    private func open() async throws(DatabaseError) -> Connection {
        do {
            return try await Connection.connect(self.settings, onNotice: self.onNotice)
        } catch {
            self.replaceDiscarded()
            throw error
        }
    }

    private func takeBack(_ connection: Connection) {
        guard connection.isReusable else {
            self.discard(connection)
            return
        }
        let parked = Parked(connection: connection)
        switch self.state.withLock({ $0.pool.takeBack(parked, at: .now) }) {
        case .keep: return
        case .hand(let waiter): waiter.resume(returning: .use(parked))
        case .close: connection.close()
        }
    }

    private func discard(_ connection: Connection) {
        connection.close()
        self.replaceDiscarded()
    }

    /// A connection less: whoever has waited longest may open another.
    private func replaceDiscarded() {
        if case .close(let successor?) = self.state.withLock({ $0.pool.discard() }) {
            successor.resume(returning: .open)
        }
    }

    /// Whether an idle connection still works. A server that hung up has left word on the socket; for a network that
    /// failed in silence somebody has to ask.
    private static func isAlive(_ connection: Connection, since: ContinuousClock.Instant) async -> Bool {
        let isTrusted = since.duration(to: .now) < Self.trustLimit && !connection.hasNews
        if isTrusted { return true }
        return (try? await connection.run("SELECT 1")) != nil
    }

    private func waitForService() async -> Service {
        let number = self.state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        async let _: Void = self.turnAwayWhenLate(number)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let serviceAtOnce: Service? = self.state.withLock { state in
                    // Something may have come free since we were told to wait.
                    switch state.pool.lend() {
                    case .use(let idle): return .use(idle.resource)
                    case .open: return .open
                    case .refuse: return .failure(Self.closed)
                    case .wait:
                        state.pool.enter(continuation, as: number)
                        return nil
                    }
                }
                if let serviceAtOnce {
                    continuation.resume(returning: serviceAtOnce)
                } else if Task.isCancelled {
                    self.turnAway(number, .cancelled())
                }
            }
        } onCancel: {
            self.turnAway(number, .cancelled())
        }
    }

    private func turnAwayWhenLate(_ number: UInt64) async {
        guard (try? await Task.sleep(for: self.waitLimit)) != nil else { return }
        let counts = self.counts
        self.turnAway(
            number,
            DatabaseError(
                .timedOut,
                "no connection to \(self.settings) got free within \(self.waitLimit): \(counts.open) are in use, and "
                    + "\(counts.waiting) tasks wait"))
    }

    private func turnAway(_ number: UInt64, _ error: DatabaseError) {
        self.state.withLock { $0.pool.leave(number) }?.resume(returning: .failure(error))
    }
}
