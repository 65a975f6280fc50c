import HTTP
import Synchronization

/// A server that takes messages and answers as a test wants.
final class Receiver: Sendable {
    /// One message as it came.
    struct Arrival: Sendable {
        let id: String
        let timestamp: String
        let signature: String
        let contentType: String
        let body: [UInt8]
    }

    /// What is answered; throws to answer 500.
    typealias Answer = @Sendable (_ arrival: Arrival, _ number: Int) async throws -> Response

    private let arrivals = Mutex<[Arrival]>([])
    private let ports = AsyncStream.makeStream(of: UInt16.self)
    private let answer: Answer

    private init(_ answer: @escaping Answer) { self.answer = answer }

    /// What came so far.
    var received: [Arrival] { self.arrivals.withLock { $0 } }

    /// Serves while `body` runs; `url` is where messages are taken.
    static func serving<Value: Sendable>(
        _ answer: @escaping Answer = { _, _ in .text("ok") },
        _ body: @Sendable (_ receiver: Receiver, _ url: String) async throws -> Value
    ) async throws -> Value {
        let receiver = Receiver(answer)
        let end = AsyncStream.makeStream(of: Never.self)
        var limits = ServerLimits()
        limits.patience = .milliseconds(50)
        let server = Server(router: receiver.router, limits: limits)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run(
                    started: { receiver.ports.continuation.yield($0) }, until: { for await _ in end.stream {} })
            }
            defer { end.continuation.finish() }
            for await port in receiver.ports.stream {
                return try await body(receiver, "http://127.0.0.1:\(port)/hook")
            }
            throw CancellationError()
        }
    }

    private var router: Router {
        var router = Router()
        router.post("/hook") { request in
            let arrival = Arrival(
                id: request.headers.first("webhook-id") ?? "",
                timestamp: request.headers.first("webhook-timestamp") ?? "",
                signature: request.headers.first("webhook-signature") ?? "",
                contentType: request.headers.first("Content-Type") ?? "", body: request.body)
            let number = self.arrivals.withLock { arrivals in
                arrivals.append(arrival)
                return arrivals.count
            }
            return try await self.answer(arrival, number)
        }
        return router
    }
}
