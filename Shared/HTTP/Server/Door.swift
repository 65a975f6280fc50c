internal import Glibc
internal import Synchronization

/// What libmicrohttpd's callbacks may touch: who is there, and the way in to the tasks that answer.
final class Door: Sendable {
    /// A request that is read whole, and where its answer goes.
    struct Arrival: Sendable {
        let request: Request
        let exchange: Exchange
    }

    /// A connection. Its key is libmicrohttpd's address of it, which is never looked behind.
    struct Visitor {
        typealias Key = UInt

        let socket: Int32
        /// When the request that is on its way has to be here. None while one is being answered.
        var deadline: ContinuousClock.Instant?
        var exchange: Exchange?
    }

    private struct State {
        var visitors: [Visitor.Key: Visitor] = [:]
        var openExchanges = 0
        var isClosed = false
    }

    let limits: ServerLimits
    private let intake: AsyncStream<Arrival>.Continuation
    private let state = Mutex(State())

    init(limits: ServerLimits, intake: AsyncStream<Arrival>.Continuation) {
        self.limits = limits
        self.intake = intake
    }

    /// Whether every answer is its connection's last.
    var isClosed: Bool { self.state.withLock { $0.isClosed } }

    // MARK: On libmicrohttpd's thread

    func connect(_ key: Visitor.Key, socket: Int32) {
        let visitor = Visitor(socket: socket, deadline: .now + self.limits.requestTimeout)
        self.state.withLock { $0.visitors[key] = visitor }
    }

    /// Called before libmicrohttpd closes the socket, so that `cut` never meets a descriptor that is another's.
    func disconnect(_ key: Visitor.Key) {
        self.state.withLock { _ = $0.visitors.removeValue(forKey: key) }
    }

    func begin(_ exchange: Exchange, on key: Visitor.Key) {
        self.state.withLock { state in
            state.visitors[key]?.exchange = exchange
            state.visitors[key]?.deadline = .now + self.limits.requestTimeout
            state.openExchanges += 1
        }
    }

    func hasRead(_ key: Visitor.Key) {
        self.state.withLock { $0.visitors[key]?.deadline = nil }
    }

    /// False where nobody takes requests any more.
    func hand(_ request: Request, of exchange: Exchange) -> Bool {
        switch self.intake.yield(Arrival(request: request, exchange: exchange)) {
        case .enqueued: true
        default: false
        }
    }

    func finish(on key: Visitor.Key) {
        self.state.withLock { state in
            state.visitors[key]?.exchange = nil
            // The next request may be waited for as long as a connection may be silent.
            state.visitors[key]?.deadline = .now + self.limits.idleTimeout + self.limits.requestTimeout
            state.openExchanges -= 1
            self.finishIntake(state)
        }
    }

    // MARK: On any thread

    /// Cuts who takes too long to send a request. A silent connection is closed by libmicrohttpd; one that sends a byte
    /// now and then is not.
    func cutLate(at now: ContinuousClock.Instant = .now) {
        self.state.withLock { state in
            for visitor in state.visitors.values {
                guard let deadline = visitor.deadline, deadline < now else { continue }
                shutdown(visitor.socket, Int32(SHUT_RDWR))
            }
        }
    }

    /// Makes every answer its connection's last, ends the streams, and ends the intake when the last answer is sent.
    func close() {
        self.state.withLock { $0.isClosed = true }
        self.exchanges.forEach { $0.endStream() }
        self.state.withLock { self.finishIntake($0) }
    }

    /// Answers everybody whose handler is not done.
    func refuseAll() { self.exchanges.forEach { $0.refuse() } }

    /// Cuts every connection, and ends the intake.
    func cutAll() {
        self.state.withLock { state in
            for visitor in state.visitors.values { shutdown(visitor.socket, Int32(SHUT_RDWR)) }
        }
        self.intake.finish()
    }

    private var exchanges: [Exchange] { self.state.withLock { $0.visitors.values.compactMap(\.exchange) } }

    private func finishIntake(_ state: State) {
        if state.isClosed, state.openExchanges == 0 { self.intake.finish() }
    }
}
