// Dispatch does not say that its sources may be cancelled from any thread; they may.
@preconcurrency internal import Dispatch
public import Glibc

/// Signals as a stream of their numbers, so that a test can send its own.
public enum ProcessSignals {
    /// The signals that reach this process from now on.
    ///
    /// They no longer end it; `SIGPIPE` does not either, because a peer that has gone is an error like any other.
    public static func stream(_ numbers: [Int32] = [SIGTERM, SIGINT]) -> AsyncStream<Int32> {
        signal(SIGPIPE, SIG_IGN)
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = numbers.map { number in
            // The default action would end the process before anyone could listen.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
        continuation.onTermination = { _ in
            for source in sources { source.cancel() }
        }
        return stream
    }
}
