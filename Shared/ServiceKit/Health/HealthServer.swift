internal import HTTP

/// Health and metrics of one process, on one port: `/livez`, `/readyz` and `/metrics`.
///
/// It is the first of a process's services, so that it is the last to stop.
public struct HealthServer: Service {
    private let server: Server
    private let logger: Logger
    private let started: @Sendable (Int) -> Void

    /// A server that listens once it runs.
    ///
    /// - Parameters:
    ///   - configuration: Says where: ``Configuration/Key/httpAddress`` and ``Configuration/Key/httpPort``.
    ///   - health: What `/livez` and `/readyz` answer; with `?verbose` they list what is well, too.
    ///   - metrics: What `/metrics` answers.
    ///   - logger: Is told the port.
    ///   - started: Is told the port, which the kernel chose where 0 was asked for.
    public init(
        _ configuration: Configuration, health: HealthRegistry, metrics: MetricsRegistry, logger: Logger,
        started: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        let address = ListeningAddress(
            host: configuration[.httpAddress], port: UInt16(clamping: configuration[.httpPort]))
        metrics.observe("guoying_ready", help: "1 where /readyz answers 200, else 0.") { health.isReady ? 1 : 0 }
        metrics.observe(
            "guoying_loop_age_seconds", help: "For how long a loop has not come round, in seconds.", labels: ["loop"]
        ) { health.beatAges.map { ([$0.loop], $0.seconds) } }
        var router = Router()
        router.get("/livez") { Self.answer(health.liveness(Self.detail(of: $0))) }
        router.get("/readyz") { Self.answer(health.readiness(Self.detail(of: $0))) }
        router.get("/metrics") { _ in
            Response(headers: ["Content-Type": MetricsRegistry.contentType], body: .bytes(Array(metrics.render().utf8)))
        }
        // Nobody asks much here, and a stop must not wait for a reader that does not read.
        let limits = ServerLimits(
            bodyBytes: 0, connections: 50, idleTimeout: .seconds(10), requestTimeout: .seconds(5),
            patience: .milliseconds(200))
        self.server = Server(at: address, router: router, limits: limits) { failure in
            logger.error(
                "a request failed", metadata: ["route": failure.route, "error": "\(failure.error)"])
        }
        self.logger = logger
        self.started = started
    }

    /// Serves until it is asked to stop.
    public func run() async throws {
        let (logger, host, started) = (self.logger, self.server.address.host, self.started)
        try await self.server.run { port in
            logger.info("serving health and metrics", metadata: ["address": "\(host):\(port)"])
            started(Int(port))
        } until: {
            await gracefulShutdown()
        }
    }

    private static func detail(of request: Request) -> HealthRegistry.Detail {
        request.query.first("verbose") == nil ? .faults : .everything
    }

    private static func answer(_ report: HealthRegistry.Report) -> Response {
        var response = Response.text(report.text, status: report.isGood ? 200 : 503)
        response.headers.add("Cache-Control", "no-store")
        return response
    }
}
