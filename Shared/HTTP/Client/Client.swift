internal import Synchronization

/// An HTTP client on libcurl: one thread, which keeps connections alive between requests and may have many in flight.
///
/// TLS certificates are verified, cookies are neither kept nor sent, and every `send` is answered, whatever happens.
public final class Client: Sendable {
    private let loop: TransferLoop
    private let limits: ClientLimits

    /// Starts the client's thread. Throws `busy` where the system has no thread or no memory to give.
    public init(limits: ClientLimits = ClientLimits()) throws(HTTPError) {
        self.limits = limits
        self.loop = try TransferLoop(limits: limits)
    }

    deinit { self.loop.close(then: nil) }

    /// Sends `request`, and returns the answer when it is read whole, whatever its status. Ends at once when the task
    /// is cancelled.
    public func send(_ request: OutgoingRequest) async throws(HTTPError) -> IncomingResponse {
        let call = Call(request, to: try Destination(of: request))
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in self.loop.start(call, answering: continuation) }
        } onCancel: {
            self.loop.cancel(call)
        }
        return try outcome.get()
    }

    /// Ends what is in flight as `interrupted`, closes the connections, and returns when the thread is done. Later
    /// requests fail as `interrupted`.
    public func close() async {
        await withCheckedContinuation { continuation in self.loop.close(then: continuation) }
    }
}
