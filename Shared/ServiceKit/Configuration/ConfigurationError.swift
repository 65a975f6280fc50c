/// The program was configured wrongly: what, where, and what was expected, in one line and without any secret.
public struct ConfigurationError: ExitCodeError, CustomStringConvertible {
    /// The line.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Always ``ExitCode/validationFailure``.
    public var exitCode: ExitCode { .validationFailure }
}
