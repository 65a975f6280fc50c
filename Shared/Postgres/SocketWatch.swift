import Synchronization

/// Lets a task wait for the socket of one connection without a thread.
final class SocketWatch: Sendable {
    /// What a socket may be ready for.
    struct Interest: OptionSet {
        let rawValue: Int
        static let read = Self(rawValue: 1)
        static let write = Self(rawValue: 2)
    }

    /// Why a wait ended.
    enum Wake {
        /// The socket is ready, or was: look.
        case ready
        /// The task was cancelled.
        case cancelled
        /// The time that was allowed is over.
        case expired
        /// The kernel does not watch this socket.
        case refused
    }

    private struct State {
        var token: UInt64 = 0
        var waiter: CheckedContinuation<Wake, Never>?
        var isExpired = false
    }

    private let state = Mutex(State())

    init() {
        let token = SocketMonitor.shared.enter(self)
        self.state.withLock { $0.token = token }
    }

    /// Returns once `descriptor` is ready for any of `interest`, the task is cancelled or the time is over.
    ///
    /// The descriptor is named each time, because libpq changes it while it connects.
    func wait(for interest: Interest, on descriptor: Int32) async -> Wake {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (token, isExpired) = self.state.withLock { state in
                    state.waiter = continuation
                    return (state.token, state.isExpired)
                }
                // In this order nothing is missed: whoever wakes after this point finds the continuation.
                if isExpired {
                    self.wake(.expired)
                } else if Task.isCancelled {
                    self.wake(.cancelled)
                } else if !SocketMonitor.shared.arm(descriptor, for: interest, token: token) {
                    self.wake(.refused)
                }
            }
        } onCancel: {
            self.wake(.cancelled)
        }
    }

    /// Ends the wait that is under way, if there is one.
    func wake(_ wake: Wake) {
        self.state.withLock { $0.waiter.take() }?.resume(returning: wake)
    }

    /// Ends this wait and all to come after `limit`, unless the task is cancelled before.
    func expire(after limit: Duration) async {
        guard (try? await Task.sleep(for: limit)) != nil else { return }
        self.state.withLock { $0.isExpired = true }
        self.wake(.expired)
    }

    /// Lets later waits last as long as they may, now that whatever the limit was for is done.
    func removeLimit() {
        self.state.withLock { $0.isExpired = false }
    }

    /// Stops watching. After this libpq is free to close `descriptor`; −1 says that it has done so already.
    func leave(_ descriptor: Int32) {
        SocketMonitor.shared.leave(descriptor, token: self.state.withLock { $0.token })
    }
}
