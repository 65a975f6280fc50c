import FoundationEssentials
import Glibc
import Kafka
import Messages
import Synchronization

/// A whole Guoying for one test: a database, a broker's topics and the services as processes.
public actor Installation {
    /// The executables that take part.
    public enum Service: String, CaseIterable, Sendable {
        case registry
        case activity
        case supervision
        case notification
    }

    /// How long a group waits for a member that was killed: as short as `deploy/dev`'s broker allows without calling a
    /// member gone that merely waits for the processor.
    public static let sessionTimeoutMilliseconds = "3000"

    /// The database.
    public nonisolated let database: ScratchDatabase
    /// The broker.
    public nonisolated let broker: LentBroker
    /// A folder for files of this test.
    public nonisolated let folder: String
    private nonisolated let extra: Mutex<[String: String]>
    private var running: [Service: [Program]] = [:]

    /// Lends an installation on a broker; `environment` is added to that of every program.
    public static func lending<Value: Sendable>(
        on broker: TestBroker, services: [Service] = Service.allCases, environment: [String: String] = [:],
        _ body: (Installation) async throws -> Value
    ) async throws -> Value {
        try await ScratchDatabase.lending { database in
            try await broker.lending { broker in
                try await Self.lending(database, broker, environment: environment) { installation in
                    for service in services { try await installation.start(service) }
                    return try await body(installation)
                }
            }
        }
    }

    /// Lends an installation without processes on servers that there are already.
    public static func lending<Value: Sendable>(
        _ database: ScratchDatabase, _ broker: LentBroker, environment: [String: String] = [:],
        _ body: (Installation) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guoying-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let installation = Installation(database, broker, folder, environment)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(installation)) } catch { outcome = .failure(error) }
        await installation.stopAll()
        try? FileManager.default.removeItem(atPath: folder)
        return try outcome.get()
    }

    private init(
        _ database: ScratchDatabase, _ broker: LentBroker, _ folder: String, _ environment: [String: String]
    ) {
        self.database = database
        self.broker = broker
        self.folder = folder
        self.extra = Mutex(environment)
    }

    /// The environment of a program that logs in as `role`.
    public nonisolated func environment(as role: String) -> [String: String] {
        var environment = [
            "GUOYING_DATABASE_URL": self.database.url(as: role),
            "GUOYING_KAFKA_BOOTSTRAP_SERVERS": self.broker.address,
            "GUOYING_TOPIC_PREFIX": self.broker.topics.prefix,
            "GUOYING_KAFKA_OPTION_SESSION_TIMEOUT_MS": Self.sessionTimeoutMilliseconds,
            "GUOYING_KAFKA_OPTION_HEARTBEAT_INTERVAL_MS": "500",
            "GUOYING_SUPERVISION_PACKS": Self.packs,
        ]
        if self.broker.isEmbedded { environment["GUOYING_KAFKA_OPTION_FETCH_WAIT_MAX_MS"] = "10" }
        return environment.merging(self.extra.withLock { $0 }) { $1 }
    }

    /// Adds a variable to the environment of every program that is started from now on.
    public nonisolated func set(_ variable: String, to value: String) {
        self.extra.withLock { $0[variable] = value }
    }

    /// Where the packs lie in this checkout.
    public static var packs: String {
        let kit = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(kit)/Services/Supervision/Packs"
    }

    /// Starts a process of a service and waits until it has said that it serves; `environment` is this one's alone.
    @discardableResult public func start(
        _ service: Service, environment: [String: String] = [:]
    ) async throws -> Program {
        let program = try Program(
            "\(try TestEnvironment.binaries())/guoying-\(service.rawValue)", [],
            environment: self.environment(as: "guoying_\(service.rawValue)").merging(environment) { $1 })
        self.running[service, default: []].append(program)
        guard try await eventually(within: .seconds(30), { program.errors.contains("serving health and metrics") })
        else {
            throw Program.Failure(description: "\(service.rawValue) does not start: \(program.errors)")
        }
        return program
    }

    /// The processes of a service that run, the oldest first.
    public func processes(of service: Service) -> [Program] { self.running[service] ?? [] }

    /// Kills the oldest process of a service, as a power cut would.
    public func kill(_ service: Service) async {
        guard let program = self.running[service]?.first else { return }
        await self.kill(program)
    }

    /// Kills a process, as a power cut would.
    public func kill(_ program: Program) async {
        self.forget(program)
        program.signal(SIGKILL)
        await program.wait()
    }

    /// Stops the oldest process of a service in good order.
    @discardableResult public func stop(_ service: Service) async -> Int32? {
        guard let program = self.running[service]?.first else { return nil }
        return await self.stop(program)
    }

    /// Stops a process in good order, and says how it ended.
    @discardableResult public func stop(_ program: Program) async -> Int32 {
        self.forget(program)
        return await program.stop()
    }

    private func forget(_ program: Program) {
        for service in Service.allCases { self.running[service]?.removeAll { $0 === program } }
    }

    /// What the processes of a service have logged.
    public func log(of service: Service) -> String {
        (self.running[service] ?? []).map(\.errors).joined(separator: "\n")
    }

    /// Where the oldest process of a service serves its health and metrics, as it has said itself.
    public func address(of service: Service) -> String? {
        self.running[service]?.first.flatMap { Self.address(of: $0) }
    }

    /// Where a process of a service serves its health and metrics, as it has said itself.
    public nonisolated static func address(of program: Program) -> String? {
        let line = program.errors.split(separator: "\n").first { $0.contains("serving health and metrics") }
        return line?.split(separator: "\"address\":\"").last?.prefix { $0 != "\"" }.description
    }

    /// Runs the command line as the role that reads.
    public nonisolated func guoying(
        _ arguments: String..., role: String = "guoying_reader"
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await self.guoying(arguments, role: role)
    }

    /// Runs the command line as the role that reads.
    public nonisolated func guoying(
        _ arguments: [String], role: String = "guoying_reader"
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Program.run(
            "\(try TestEnvironment.binaries())/guoying", arguments, environment: self.environment(as: role))
    }

    /// Writes a file into the test's folder and returns its path.
    public nonisolated func file(_ name: String, _ text: String) throws -> String {
        let path = "\(self.folder)/\(name)"
        try text.write(to: URL(filePath: path), atomically: true, encoding: .utf8)
        return path
    }

    private func stopAll() async {
        for service in Service.allCases.reversed() {
            // One that a test has left standing still is woken: it would never hear that it is to end.
            for program in self.running[service] ?? [] {
                program.signal(SIGTERM)
                program.signal(SIGCONT)
            }
            for program in self.running[service] ?? [] { await program.wait() }
        }
        self.running = [:]
    }
}
