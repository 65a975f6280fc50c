/// What log lines look like.
public enum LogFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Text where a person reads, JSON elsewhere.
    case auto
    /// Aligned columns.
    case text
    /// One JSON object a line.
    case json
}
