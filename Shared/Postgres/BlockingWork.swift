import Dispatch

/// Runs the few calls of libpq that may block, such as the lookup of a host, on threads that may.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "postgres.connect", attributes: .concurrent)

    /// Waits for `work`, without a thread of Swift's own pool.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: work()) }
        }
    }
}
