import HTTP
import Kit
import Synchronization

/// What the faults of a run are done to, and what is noted of them.
final class Stage: Sendable {
    let installation: Installation
    let servers: Servers
    private let notes = Mutex(RunLog())
    private let started = Mutex<[Installation.Service: Int]>([:])

    init(_ installation: Installation, _ servers: Servers) {
        self.installation = installation
        self.servers = servers
    }

    /// What was noted so far.
    var log: RunLog { self.notes.withLock { $0 } }

    /// Notes something.
    func note(_ change: (inout RunLog) -> Void) { self.notes.withLock { change(&$0) } }

    /// Starts a process under a name of its own; through a proxy where its port is given.
    @discardableResult
    func start(_ service: Installation.Service, through port: Int? = nil) async throws -> Program {
        let number = self.started.withLock { started -> Int in
            started[service, default: 0] += 1
            return started[service] ?? 0
        }
        var url = self.installation.database.url(as: "guoying_\(service.rawValue)")
        if let port, let address = url.split(separator: "@").last?.split(separator: "/").first {
            url = url.replacing(address, with: "127.0.0.1:\(port)")
        }
        return try await self.installation.start(
            service, environment: Audit.environment(of: "\(service.rawValue)-\(number)", at: url))
    }

    /// Waits until all that lies before a service now is through, and notes how long that took.
    func recover(from fault: Fault, of service: Installation.Service) async throws {
        let begun = ContinuousClock.now
        let missing = try await self.waitUntilThrough(service)
        let duration = ContinuousClock.now - begun
        Trace.say("\(service.rawValue): \(fault.rawValue); through after \(Int(duration / .milliseconds(1))) ms")
        self.note {
            $0.recoveries.append(
                Recovery(fault: fault, subject: missing ?? service.rawValue, duration: duration))
        }
    }

    /// Waits until all that lies before a service now is through; what is missing when the patience is over.
    @discardableResult func waitUntilThrough(_ service: Installation.Service) async throws -> String? {
        let progress = try await Progress(of: service, in: self.installation)
        var missing: String?
        _ = try await eventually(within: .seconds(90)) {
            missing = try await progress.missing()
            return missing == nil
        }
        return missing
    }

    /// Whether a process says that it is ready.
    static func isReady(_ program: Program) async throws -> Bool {
        guard let address = Installation.address(of: program) else { return false }
        let client = try Client()
        var request = OutgoingRequest(.get, "http://\(address)/readyz")
        request.addresses = .any
        let answer = try? await client.send(request)
        await client.close()
        return answer?.status == 200
    }

    /// Notes which processes do not come to say within `limit` that they are ready, or that they are not.
    func expect(ready wanted: Bool, within limit: Duration, during fault: Fault) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in Installation.Service.allCases {
                for program in await self.installation.processes(of: service) {
                    group.addTask {
                        let isAsWanted = try await eventually(within: limit) {
                            try await Self.isReady(program) == wanted
                        }
                        guard !isAsWanted else { return }
                        let word = wanted ? "not ready after" : "ready during"
                        self.note { $0.wronglyReady.append("\(service.rawValue) is \(word): \(fault.rawValue)") }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
