internal import CLibrdkafka
internal import Dispatch
internal import Glibc

/// Threads of the operating system, for calls that block.
///
/// The cooperative pool has one thread per core: block as many in librdkafka, and the whole process stops.
enum NativeThread {
    /// Carries the work through `pthread_create`.
    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Runs `body` on a new thread and does not wait for it; Linux keeps 15 bytes of `name`.
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) throws(KafkaError) {
        var thread = pthread_t()
        let work = unsafe Unmanaged.passRetained(Work(name: name, body: body))
        let outcome = unsafe pthread_create(&thread, nil, run, work.toOpaque())
        guard outcome == 0 else {
            unsafe work.release()
            throw KafkaError(
                .resources, during: "start thread \(name)",
                reason: "the system gave no thread (errno \(outcome)); look at its limits of threads and memory")
        }
        pthread_detach(thread)
    }

    /// What `work` returns, from a thread of its own; `nil` when it took longer than `limit`.
    ///
    /// Late work goes on by itself until it ends, and its result is dropped.
    static func value<Value: Sendable>(
        named name: String, within limit: Duration, _ work: @escaping @Sendable () -> Value
    ) async throws(KafkaError) -> Value? {
        let answer = OneAnswer<Result<Value?, KafkaError>>()
        do {
            try Self.start(named: name) { answer.give(.success(work())) }
        } catch {
            answer.give(.failure(error))
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit.dispatchInterval) { answer.give(.success(nil)) }
        return try await answer.value().get()
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { opaque in
        guard let opaque = unsafe opaque else { return nil }
        let work = unsafe Unmanaged<Work>.fromOpaque(opaque).takeRetainedValue()
        _ = unsafe rdkafka_shim_name_thread(work.name)
        work.body()
        return nil
    }
}

extension Duration {
    /// Whole milliseconds, as librdkafka takes them; never negative, and 24 days at most.
    var milliseconds: Int32 { Int32(clamping: Int64(max(self, .zero) / .milliseconds(1))) }

    /// The same for Dispatch, to the millisecond.
    var dispatchInterval: DispatchTimeInterval { .milliseconds(Int(self.milliseconds)) }
}
