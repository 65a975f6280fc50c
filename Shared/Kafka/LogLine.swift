/// A line that librdkafka would have logged.
public struct LogLine: Sendable, CustomStringConvertible {
    /// How grave it is, in syslog's words.
    public enum Level: Int32, Sendable, Comparable {
        case emergency, alert, critical, error, warning, notice, info, debug

        /// A graver level is the smaller one.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// How grave it is.
    public let level: Level
    /// librdkafka's short name of what it is about, for example `FAIL` or `COMMIT`.
    public let facility: String
    /// The text.
    public let text: String

    /// `FACILITY: text`.
    public var description: String { "\(self.facility): \(self.text)" }
}
