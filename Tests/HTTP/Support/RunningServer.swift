import HTTP
import Synchronization

/// A server on a port of the system's choice, for the length of a test.
struct RunningServer: Sendable {
    let port: UInt16
    private let end: Gate

    /// Lets the server end.
    func stop() { self.end.open() }

    /// Where `path` is.
    func url(_ path: String) -> String { "http://127.0.0.1:\(self.port)\(path)" }

    /// A request that may go to this machine.
    func request(_ method: Method = .get, _ path: String, body: [UInt8] = []) -> OutgoingRequest {
        var request = OutgoingRequest(method, self.url(path), body: body)
        request.addresses = .any
        return request
    }

    /// Runs `server` while `body` runs, and waits until it has ended.
    static func serving<Value: Sendable>(
        _ router: Router, limits: ServerLimits = ServerLimits(), failures: Failures = Failures(),
        _ body: @Sendable (RunningServer) async throws -> Value
    ) async throws -> Value {
        let end = Gate()
        let (ports, started) = AsyncStream.makeStream(of: UInt16.self)
        let server = Server(router: router, limits: limits, log: { failures.add($0) })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(started: { started.yield($0) }, until: { await end.wait() }) }
            defer { end.open() }
            for await port in ports { return try await body(RunningServer(port: port, end: end)) }
            throw CancellationError()
        }
    }
}

/// What a server reported.
final class Failures: Sendable {
    private let state = Mutex<[RequestFailure]>([])

    var all: [RequestFailure] { self.state.withLock { $0 } }

    func add(_ failure: RequestFailure) { self.state.withLock { $0.append(failure) } }
}

/// Runs `body` with a client that is closed afterwards.
func withClient<Value: Sendable>(
    limits: ClientLimits = ClientLimits(), _ body: @Sendable (Client) async throws -> Value
) async throws -> Value {
    let client = try Client(limits: limits)
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body(client)) } catch { outcome = .failure(error) }
    await client.close()
    return try outcome.get()
}

extension Client {
    /// Why there is no answer, or nil where there is one.
    func failure(of request: OutgoingRequest) async -> HTTPError? {
        do throws(HTTPError) {
            _ = try await self.send(request)
            return nil
        } catch {
            return error
        }
    }
}
