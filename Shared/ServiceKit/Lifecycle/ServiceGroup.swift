internal import Glibc

/// Runs services together and stops them in reverse order: the last takes no more work in before the first closes the
/// way out.
///
/// All of them are stopped by a signal, or when one of them ends. A second signal ends the process at once.
public struct ServiceGroup: Sendable {
    /// How long after the end of patience a service may still take to notice that it was cancelled.
    private static let lastGrace = Duration.milliseconds(500)

    private let services: [any Service]
    private let logger: Logger
    private let patience: Duration
    private let signals: AsyncStream<Int32>
    private let exit: @Sendable (Int32) -> Void

    /// A group; the order of the services is that of their dependencies, whoever is needed first.
    ///
    /// - Parameters:
    ///   - services: What runs.
    ///   - logger: Who is told.
    ///   - patience: How long all services together may take to stop; less than the ten seconds that containers are
    ///     given, and more than a loaded machine needs. Whoever still runs then is cancelled, and half a second later
    ///     the process ends whatever they do.
    ///   - signals: What stops the group; the process's `SIGTERM` and `SIGINT` unless told.
    public init(
        _ services: [any Service], logger: Logger, patience: Duration = .seconds(8),
        signals: AsyncStream<Int32> = ProcessSignals.stream()
    ) {
        self.init(services, logger: logger, patience: patience, signals: signals, exit: { _exit($0) })
    }

    /// A group that leaves by `exit` when it must; in a test that returns.
    init(
        _ services: [any Service], logger: Logger, patience: Duration, signals: AsyncStream<Int32>,
        exit: @escaping @Sendable (Int32) -> Void
    ) {
        self.services = services
        self.logger = logger
        self.patience = patience
        self.signals = signals
        self.exit = exit
    }

    /// Returns when all services have ended after a signal.
    ///
    /// - Throws: The ``ExitCode`` of the first service that failed; the failure has been logged.
    public func run() async throws(ExitCode) {
        guard !self.services.isEmpty else { return }
        let (events, happened) = AsyncStream.makeStream(of: ShutdownSequence.Event.self)
        let shutdowns = self.services.map { _ in GracefulShutdown() }
        let watchdog = Watchdog()
        defer { watchdog.dismiss() }
        var sequence = ShutdownSequence(count: self.services.count)
        await withTaskGroup(of: Void.self) { group in
            for (index, (service, shutdown)) in zip(self.services, shutdowns).enumerated() {
                group.addTask { happened.yield(.ended(index, await Self.failure(of: service, until: shutdown))) }
            }
            let signals = self.signals
            group.addTask {
                for await number in signals { happened.yield(.signal(number)) }
            }
            for await event in events {
                for action in sequence.handle(event) {
                    switch action {
                    case .startPatience:
                        let patience = self.patience
                        group.addTask {
                            if (try? await Task.sleep(for: patience)) != nil { happened.yield(.outOfPatience) }
                        }
                        self.start(watchdog)
                    case .stop(let index): shutdowns[index].request()
                    case .report(let index): self.report(event, of: self.services[index])
                    case .cancelAll:
                        self.reportCancellation(of: sequence.unfinished)
                        group.cancelAll()
                    case .exit(let status): self.exit(status)
                    case .finish: happened.finish()
                    }
                }
            }
            group.cancelAll()
        }
        if sequence.outcome != .success { throw sequence.outcome }
    }

    /// Runs a service to its end; nil where that was a good one.
    private static func failure(of service: any Service, until shutdown: GracefulShutdown) async -> (any Error)? {
        await GracefulShutdown.$current.withValue(shutdown) {
            do {
                try await service.run()
                return nil
            } catch {
                return error
            }
        }
    }

    private func start(_ watchdog: Watchdog) {
        let (logger, exit) = (self.logger, self.exit)
        watchdog.start(after: self.patience + Self.lastGrace) {
            logger.critical("leaving although a service has not ended")
            exit(ExitCode.failure.rawValue)
        }
    }

    private func report(_ event: ShutdownSequence.Event, of service: any Service) {
        let name = Self.name(of: service)
        if case .ended(_, let error?) = event {
            self.logger.critical("a service failed", metadata: ["service": name, "error": "\(error)"])
        } else {
            self.logger.critical("a service ended before it was asked to", metadata: ["service": name])
        }
    }

    private func reportCancellation(of indices: [Int]) {
        let names = indices.map { Self.name(of: self.services[$0]) }
        self.logger.error(
            "services did not stop in time and are cancelled", metadata: ["services": names.joined(separator: " ")])
    }

    /// The type's name: a description might show what the service holds.
    private static func name(of service: any Service) -> String { "\(type(of: service))" }
}
