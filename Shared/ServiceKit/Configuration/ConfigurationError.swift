/// The program was configured wrongly: what, where, and what was expected, in one line and without any secret.
public struct ConfigurationError: ExitCodeError, CustomStringConvertible {
    /// The line.
    public let description: String

    /// More than a path and what may be expected ever take.
    private static let longestLine = 2_000

    /// An error that this says. Names and paths in it may hold ends of lines; the line has none.
    init(_ description: String) {
        self.description = description.singleLine(limit: Self.longestLine)
    }

    /// Always ``ExitCode/validationFailure``.
    public var exitCode: ExitCode { .validationFailure }
}
