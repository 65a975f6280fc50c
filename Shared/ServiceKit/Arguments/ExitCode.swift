/// With what a program ends; thrown, it ends the program at once and says nothing more.
///
/// Whoever throws an `ExitCode` has already told the user why.
public struct ExitCode: Error, RawRepresentable, Hashable, Sendable {
    /// The status the shell sees.
    public let rawValue: Int32

    /// A status of one's own.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Done.
    public static let success = ExitCode(rawValue: 0)

    /// Something was wrong with what was given, said in one line each, or a service failed.
    public static let failure = ExitCode(rawValue: 1)

    /// The program was called wrongly: its arguments, its configuration.
    public static let validationFailure = ExitCode(rawValue: 2)

    /// A server could not be reached.
    public static let unreachable = ExitCode(rawValue: 3)

    /// Answered, but not up to date.
    public static let outOfDate = ExitCode(rawValue: 4)

    /// The status for an error that ended the program: its own where it has one, else ``failure``.
    public static func of(_ error: any Error) -> ExitCode {
        if let code = error as? ExitCode { return code }
        return (error as? any ExitCodeError)?.exitCode ?? .failure
    }
}

/// An error that knows with which status the program ends when nobody handles it.
public protocol ExitCodeError: Error {
    /// That status.
    var exitCode: ExitCode { get }
}
