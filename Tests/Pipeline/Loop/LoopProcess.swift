import Glibc
import Kafka
import Kit
import Messages
import Postgres
import Schemas

@testable import Pipeline
@testable import ServiceKit

/// A process of a service with all that `Runtime` runs in one, and ends that a test chooses.
struct LoopProcess: Sendable {
    /// By a clock that stands still until the test moves it.
    let health: HealthRegistry
    let clock = ManualClock(0)
    /// Rung when the handler does not come back.
    let hung = Bell()
    private let pools: [Pool]
    private let signals: AsyncStream<Int32>.Continuation
    private let running: Task<Bool, Never>

    /// Starts to run.
    ///
    /// - Parameters:
    ///   - name: Apart from that of others on the same loop.
    ///   - session: Settings of its database sessions.
    ///   - dueHandlers: What is done with what becomes due.
    ///   - intakeURL: Where its intake finds the database, if not where all the rest does.
    init(
        _ name: String, on loop: Loop, session: [String: String] = [:], dueHandlers: [any DueHandler] = [],
        intakeURL: String? = nil
    ) async throws {
        let clock = self.clock
        self.health = HealthRegistry { clock.now() }
        let pool = try Playground.pool(on: loop.database, session: session)
        let intakePool = try intakeURL.map { try Playground.pool(at: $0, session: session) } ?? pool
        self.pools = [pool, intakePool]
        let cluster = try await Admin(settings: loop.broker.settings).clusterID()
        var settings = loop.broker.settings
        // A member that vanished is missed soon, and the others hear soon that the group deals anew.
        settings.options["session.timeout.ms"] = Installation.sessionTimeoutMilliseconds
        settings.options["heartbeat.interval.ms"] = "500"
        settings.stallLimit = .seconds(5)
        let (written, due, log, health) = (Bell(), Bell(), Logger(label: name), self.health)
        let businessClock = loop.playground.clock
        let store = IntakeStore(
            pool: intakePool, clock: businessClock, handler: Keeper(topic: loop.journal.name, hung: self.hung),
            cluster: cluster, owner: name, schemaVersion: Database.notification.version, written: written, due: due,
            log: log)
        let services: [any Service] = [
            Relay(
                store: RelayStore(pool: pool, cluster: cluster, holder: name),
                producer: try Producer(settings: loop.broker.settings), admin: Admin(settings: settings),
                service: "notification", bell: written, health: health, log: log),
            DueQueue(
                store: DueStore(pool: pool, clock: businessClock), handlers: dueHandlers, bell: due, written: written,
                health: health, log: log),
            Intake(
                topics: [loop.intake.name], group: loop.group, settings: settings,
                admin: Admin(settings: settings), store: store, part: "intake", health: health, log: log),
        ]
        let (stream, signals) = AsyncStream.makeStream(of: Int32.self)
        self.signals = signals
        self.running = Task {
            do {
                // A process that does not end in time must not take the test's with it.
                try await ServiceGroup(
                    services, logger: log, patience: .seconds(20), signals: stream, exit: { _ in }
                ).run()
                return true
            } catch {
                return false
            }
        }
    }

    /// What `/readyz` would say.
    var faults: String { self.health.readiness(.faults).text }

    /// What `/livez?verbose` would say.
    var liveness: String { self.health.liveness(.everything).text }

    /// Asks it to stop as SIGTERM does; whether it ended well, and how long it took.
    func stop() async -> (isClean: Bool, time: Duration) {
        let start = ContinuousClock.now
        self.signals.yield(SIGTERM)
        let isClean = await self.running.value
        let time = ContinuousClock.now - start
        for pool in self.pools { pool.close() }
        return (isClean, time)
    }

    /// Ends it in the middle of whatever it does.
    func cancel() async {
        self.running.cancel()
        _ = await self.running.value
        for pool in self.pools { pool.close() }
    }
}
