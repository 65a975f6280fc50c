public import Postgres

/// Keeps a shared clock true: looks at the register every second.
public struct ClockKeeper: Service {
    private let clock: SharedClock
    private let pool: Pool
    private let interval: Duration
    private let logger: Logger

    /// A keeper of `clock`, which looks through one of the pool's connections.
    public init(_ clock: SharedClock, pool: Pool, every interval: Duration = .seconds(1), logger: Logger) {
        self.clock = clock
        self.pool = pool
        self.interval = interval
        self.logger = logger
    }

    /// Looks until it is asked to stop. Without the database the clock goes on as it is, by the machine's steady clock.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var isBlind = false
            while true {
                try await Task.sleep(for: self.interval)
                do {
                    if try await self.pool.withConnection({ try await self.clock.learn(on: $0) }) {
                        self.logger.notice(
                            "the business clock was set", metadata: ["now": InstantText.text(self.clock.now())])
                    }
                    isBlind = false
                } catch  where !Task.isCancelled {
                    if !isBlind {
                        self.logger.warning("cannot look at the business clock", metadata: ["error": "\(error)"])
                    }
                    isBlind = true
                }
            }
        }
    }
}
