/// The program was called wrongly in a way that only the command itself can see.
public struct ValidationError: ExitCodeError, CustomStringConvertible {
    /// What was wrong and what is expected, in one sentence without a full stop.
    public let message: String

    /// An error that is printed as one line, together with where help is.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { self.message }

    /// Always ``ExitCode/validationFailure``.
    public var exitCode: ExitCode { .validationFailure }
}
