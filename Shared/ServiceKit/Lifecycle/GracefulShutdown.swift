import Synchronization

/// The request to finish, one for each service, so that they can be stopped one after another.
final class GracefulShutdown: Sendable {
    /// The request that concerns the current task.
    @TaskLocal static var current = GracefulShutdown()

    private struct State: Sendable {
        var isRequested = false
        var handlers: [Int: @Sendable () -> Void] = [:]
        var nextHandler = 0
    }

    private let state = Mutex(State())

    var isRequested: Bool { self.state.withLock(\.isRequested) }

    func request() {
        let handlers = self.state.withLock { state in
            state.isRequested = true
            defer { state.handlers = [:] }
            return state.handlers.sorted { $0.key < $1.key }.map(\.value)
        }
        for handler in handlers { handler() }
    }

    /// Calls `handler` once, when the request comes, or at once where it has come already.
    ///
    /// - Returns: What ``remove(_:)`` takes.
    func add(_ handler: @escaping @Sendable () -> Void) -> Int? {
        let number: Int? = self.state.withLock { state in
            if state.isRequested { return nil }
            state.nextHandler += 1
            state.handlers[state.nextHandler] = handler
            return state.nextHandler
        }
        if number == nil { handler() }
        return number
    }

    func remove(_ number: Int?) {
        self.state.withLock { state in
            if let number { state.handlers[number] = nil }
        }
    }
}

/// Waits until the current service is asked to stop, or its task is cancelled.
public func gracefulShutdown() async {
    let (requests, continuation) = AsyncStream.makeStream(of: Never.self)
    await withGracefulShutdownHandler {
        // An empty stream ends for a cancelled task too, which is what bounds this wait.
        for await _ in requests {}
    } onGracefulShutdown: {
        continuation.finish()
    }
}

/// Runs `operation`, and calls `handler` when the current service is asked to stop meanwhile.
public func withGracefulShutdownHandler<Value>(
    _ operation: () async throws -> Value, onGracefulShutdown handler: @escaping @Sendable () -> Void
) async rethrows -> Value {
    let shutdown = GracefulShutdown.current
    let number = shutdown.add(handler)
    defer { shutdown.remove(number) }
    return try await operation()
}

/// Runs `operation`, and cancels it when the current service is asked to stop: for work that nothing is lost by.
public func cancelWhenGracefulShutdown<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            await gracefulShutdown()
            return nil
        }
        defer { group.cancelAll() }
        while let outcome = try await group.next() {
            if let value = outcome { return value }
            group.cancelAll()
        }
        throw CancellationError()
    }
}

extension Task where Success == Never, Failure == Never {
    /// Whether the current service has been asked to stop.
    public static var isShuttingDownGracefully: Bool { GracefulShutdown.current.isRequested }
}
