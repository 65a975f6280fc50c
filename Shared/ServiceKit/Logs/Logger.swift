/// Says what happened, for operators: never a person, a secret or a payload.
///
/// A message is a constant, so that it can be found in the code and counted; what varies is metadata.
///
///     logger.notice("took a partition over", metadata: ["partition": "\(partition)"])
public struct Logger: Sendable {
    /// What is said with what urgency, from least to most.
    public enum Level: String, CaseIterable, Comparable, Sendable, ExpressibleByArgument {
        /// Every step, for whoever hunts a fault.
        case trace
        /// What a developer asks.
        case debug
        /// What normally happens.
        case info
        /// Normal and worth an operator's eye.
        case notice
        /// Not an error, but soon may be.
        case warning
        /// Something failed and was handled.
        case error
        /// Somebody must act now.
        case critical

        /// Its place, from 0 for trace.
        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// By urgency.
        public static func < (first: Level, second: Level) -> Bool { first.rank < second.rank }
    }

    /// What varies, by keys that are constants; the order is kept.
    public typealias Metadata = KeyValuePairs<StaticString, String>

    /// Which part of the program speaks: `activity.intake`.
    public let label: String
    private let system: LoggingSystem

    /// A logger of one part of the program.
    ///
    /// - Parameters:
    ///   - label: The part.
    ///   - system: Where the lines go; the process's own unless told.
    public init(label: String, system: LoggingSystem = .standard) {
        self.label = label
        self.system = system
    }

    /// Writes a line, unless its level is off: then neither argument is even computed.
    public func log(
        level: Level, _ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]
    ) {
        guard self.system.isOn(level) else { return }
        let pairs = metadata().map { (key: "\($0.key)", value: $0.value) }
        self.system.write(LogLine(level: level, label: self.label, message: "\(message())", metadata: pairs))
    }

    /// Logs at ``Level/trace``.
    public func trace(_ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .trace, message(), metadata: metadata())
    }

    /// Logs at ``Level/debug``.
    public func debug(_ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .debug, message(), metadata: metadata())
    }

    /// Logs at ``Level/info``.
    public func info(_ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .info, message(), metadata: metadata())
    }

    /// Logs at ``Level/notice``.
    public func notice(_ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .notice, message(), metadata: metadata())
    }

    /// Logs at ``Level/warning``.
    public func warning(_ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .warning, message(), metadata: metadata())
    }

    /// Logs at ``Level/error``.
    public func error(_ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .error, message(), metadata: metadata())
    }

    /// Logs at ``Level/critical``.
    public func critical(_ message: @autoclosure () -> StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .critical, message(), metadata: metadata())
    }
}
