internal import Synchronization

/// One `send`, on its way between the task that waits and the thread that works.
final class Call: Sendable {
    /// How it ended.
    typealias Outcome = Result<IncomingResponse, HTTPError>

    let request: OutgoingRequest
    let destination: Destination
    let deadline: ContinuousClock.Instant
    private let cancelled = Atomic(false)

    init(_ request: OutgoingRequest, to destination: Destination) {
        self.request = request
        self.destination = destination
        self.deadline = .now + request.deadline
    }

    /// Set before the thread is told, so that a call which is cancelled before it arrives there is seen to be.
    var isCancelled: Bool { self.cancelled.load(ordering: .acquiring) }

    func markCancelled() { self.cancelled.store(true, ordering: .releasing) }

    /// What happened to this call, said so that it may stand in a log.
    func failure(_ kind: HTTPError.Kind, _ detail: String) -> HTTPError {
        HTTPError(kind: kind, message: "\(self.request.method) \(self.destination): \(detail)")
    }
}
