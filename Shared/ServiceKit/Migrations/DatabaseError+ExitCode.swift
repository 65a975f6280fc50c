public import Postgres

extension DatabaseError: ExitCodeError {
    /// ``ExitCode/unreachable`` where there is no connection, ``ExitCode/validationFailure`` where the address is
    /// wrong, else ``ExitCode/failure``.
    public var exitCode: ExitCode {
        switch self.kind {
        case .disconnected, .timedOut: .unreachable
        case .misconfigured: .validationFailure
        case .refused, .unreadable, .cancelled, .unknownCommit: .failure
        }
    }
}
