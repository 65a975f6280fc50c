import HTTP
import Kit
import Testing

@testable import ServiceKit

@Suite struct `A registry of health` {
    private let clock = ManualClock(0)
    private let health: HealthRegistry

    init() {
        let clock = self.clock
        self.health = HealthRegistry { clock.now() }
    }

    @Test func `is ready when every part is`() {
        self.health.report("kafka", .waiting("not connected yet"))
        self.health.report("database", .ready)

        #expect(!self.health.isReady)
        self.health.report("kafka", .ready)
        #expect(self.health.isReady)
    }

    @Test func `lists each part with its reason`() {
        self.health.report("kafka", .ready)
        self.health.report("relay", .waiting("no lease"))
        self.health.report("activity.intake/3", .failed("offset 42: cannot\nread"))

        let everything = """
            [-]activity.intake/3 offset 42: cannot read
            [+]kafka ok
            [-]relay waiting: no lease
            readyz failed

            """
        #expect(self.health.readiness(.everything).text == everything)
        #expect(self.health.readiness(.faults).text == everything.replacing("[+]kafka ok\n", with: ""))
        #expect(self.health.liveness(.everything).text == "livez ok\n")
        #expect(self.health.isAlive)
    }

    @Test func `is ready while a part waits for another process, and says what for`() {
        self.health.report("gate", .standingBy("what is due waits: behind by 12 records"))

        #expect(self.health.isReady)
        #expect(self.health.readiness(.faults).text == "readyz ok\n")
        #expect(
            self.health.readiness(.everything).text
                == "[+]gate ok: what is due waits: behind by 12 records\nreadyz ok\n")
    }

    @Test func `forgets a part that is no more`() {
        self.health.report("activity.intake/3", .failed("offset 42: cannot read"))

        self.health.remove("activity.intake/3")

        #expect(self.health.readiness(.everything).text == "readyz ok\n")
    }

    @Test func `is neither alive nor ready when a loop no longer comes round`() {
        self.health.beat("relay", limit: .seconds(30))
        self.clock.advance(by: .seconds(30))

        #expect(self.health.isAlive)
        self.clock.advance(by: .seconds(1))
        #expect(!self.health.isAlive)
        #expect(!self.health.isReady)
        let fault = "[-]relay has not come round for 31 s: start this process again\nlivez failed\n"
        #expect(self.health.liveness(.faults).text == fault)

        self.health.beat("relay", limit: .seconds(30))
        #expect(self.health.isAlive)
        self.clock.advance(by: .seconds(31))
        self.health.endBeat("relay")
        #expect(self.health.isAlive)
    }
}

@Suite(.timeLimit(.minutes(1))) struct `A health server` {
    /// Runs a server on a port that the kernel chooses, and asks it.
    private func serving(
        health: HealthRegistry = HealthRegistry(), metrics: MetricsRegistry = MetricsRegistry(),
        _ body: (_ get: (String) async throws -> IncomingResponse) async throws -> Void
    ) async throws {
        let recording = try Recording()
        let logger = Logger(label: "health", system: LoggingSystem(to: recording.stream))
        let configuration = try Configuration.load(.common, environment: [:])
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let (signals, stop) = AsyncStream.makeStream(of: Int32.self)
        let server = HealthServer(configuration, health: health, metrics: metrics, logger: logger) { started.yield($0) }
        let client = try Client()

        async let ended: Void = ServiceGroup([server], logger: logger, signals: signals).run()
        let port = try #require(await ports.first { _ in true })
        try await body { path in
            var request = OutgoingRequest(.get, "http://127.0.0.1:\(port)\(path)")
            request.addresses = .any
            return try await client.send(request)
        }
        stop.yield(15)
        try await ended
        await client.close()

        #expect(recording.text.contains("\"address\":\"127.0.0.1:\(port)\""))
    }

    @Test func `answers by the parts' state`() async throws {
        let health = HealthRegistry()
        health.report("kafka", .ready)

        try await self.serving(health: health) { get in
            let ready = try await get("/readyz")
            let verbose = try await get("/readyz?verbose")
            health.report("kafka", .failed("no broker answers"))
            let failed = try await get("/readyz")
            let live = try await get("/livez?verbose")

            #expect((ready.status, ready.text) == (200, "readyz ok\n"))
            #expect((verbose.status, verbose.text) == (200, "[+]kafka ok\nreadyz ok\n"))
            #expect((failed.status, failed.text) == (503, "[-]kafka no broker answers\nreadyz failed\n"))
            #expect((live.status, live.text) == (200, "livez ok\n"))
        }
    }

    @Test func `serves metrics as Prometheus takes them`() async throws {
        let metrics = MetricsRegistry()
        metrics.registerProcessMetrics(service: "guoying-test")
        let health = HealthRegistry()
        health.beat("relay", limit: .seconds(30))

        try await self.serving(health: health, metrics: metrics) { get in
            let answer = try await get("/metrics")

            #expect(answer.status == 200)
            #expect(answer.headers.first("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            let families = try PrometheusText.parse(answer.text)
            #expect(families["guoying_ready"]?.samples.first?.value == 1)
            #expect(families["process_open_fds"] != nil)
            let age = families["guoying_loop_age_seconds"]?.samples.first
            #expect(age?.labels == ["loop": "relay"])
            #expect(age.map { (0..<30).contains($0.value) } == true)
        }
    }

    @Test func `knows nothing else`() async throws {
        try await self.serving { get in
            let answer = try await get("/")

            #expect(answer.status == 404)
        }
    }
}

extension IncomingResponse {
    fileprivate var text: String { String(decoding: self.body, as: UTF8.self) }
}
