internal import Glibc
import Synchronization

/// Where log lines go: level, form, and the one writer.
public final class LoggingSystem: Sendable {
    /// The process's own, on standard error, which ``bootstrap(level:format:)`` sets up.
    public static let standard = LoggingSystem(to: .error)

    /// How often the same message of the same part may be said within ``windowMicroseconds``; the rest are counted.
    static let repetitionLimit = 100
    static let windowMicroseconds: Int64 = 10_000_000

    private struct State {
        var format: LogFormat
        var limiter = RepetitionLimiter(limit: repetitionLimit, windowMicroseconds: windowMicroseconds)
    }

    private let stream: StandardStream
    private let now: @Sendable () -> Int64
    private let threshold: Atomic<Int>
    private let state: Mutex<State>

    /// A system of one's own.
    public convenience init(level: Logger.Level = .info, format: LogFormat = .auto, to stream: StandardStream) {
        self.init(level: level, format: format, to: stream, now: MachineClock.microsecondsSince1970)
    }

    /// A system whose time is given.
    init(
        level: Logger.Level, format: LogFormat, to stream: StandardStream, now: @escaping @Sendable () -> Int64
    ) {
        self.stream = stream
        self.now = now
        self.threshold = Atomic(level.rank)
        self.state = Mutex(State(format: Self.resolved(format, on: stream)))
    }

    /// Sets the process's own up, once it is known how.
    public static func bootstrap(level: Logger.Level, format: LogFormat) {
        Self.standard.threshold.store(level.rank, ordering: .relaxed)
        Self.standard.state.withLock { $0.format = Self.resolved(format, on: Self.standard.stream) }
    }

    func isOn(_ level: Logger.Level) -> Bool {
        level.rank >= self.threshold.load(ordering: .relaxed)
    }

    /// Writes a line in one call, so that lines of several threads never mix.
    func write(_ line: LogLine) {
        self.state.withLock { state in
            let now = self.now()
            let lines = state.limiter.admit(line, at: now)
            if lines.isEmpty { return }
            self.stream.write(lines.flatMap { $0.bytes(as: state.format, at: now) })
        }
    }

    private static func resolved(_ format: LogFormat, on stream: StandardStream) -> LogFormat {
        format == .auto ? (stream.isTerminal ? .text : .json) : format
    }
}
