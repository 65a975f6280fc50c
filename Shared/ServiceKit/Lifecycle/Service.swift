/// Something that runs until it is asked to stop.
public protocol Service: Sendable {
    /// Returns when a graceful shutdown was requested and the work in hand is finished.
    ///
    /// ``gracefulShutdown()`` waits for the request, ``Task/isShuttingDownGracefully`` asks for it. When patience is at
    /// an end the task is cancelled. Returning before any request is a failure of the service.
    func run() async throws
}
