internal import CLibcurl
internal import Synchronization

/// The client's thread: libcurl's multi handle, and the transfers it works on.
///
/// Other threads only put something into the inbox and wake this one up.
@safe final class TransferLoop: Sendable {
    private struct Order {
        let call: Call
        let answer: CheckedContinuation<Call.Outcome, Never>
    }

    private struct Inbox {
        var orders: [Order] = []
        var cancellations: [Call] = []
        /// Orders that have no answer yet, here or with the thread.
        var openOrders = 0
        var isClosing = false
        var isOver = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// The thread's own; others may only wake it up, and only while the inbox says that it is not over.
    nonisolated(unsafe) private let multi: UnsafeMutableRawPointer
    private let limits: ClientLimits
    private let inbox = Mutex(Inbox())

    /// Libcurl's own beginning, once for the process.
    private static let hasStarted = shim_start() == CURLE_OK

    init(limits: ClientLimits) throws(HTTPError) {
        guard TransferLoop.hasStarted, let multi = unsafe curl_multi_init() else {
            throw HTTPError(kind: .busy, message: "libcurl cannot start: no memory is left, or TLS is not there")
        }
        unsafe self.multi = multi
        self.limits = limits
        unsafe shim_limit(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.connections)
        unsafe shim_limit(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHost)
        unsafe shim_limit(multi, CURLMOPT_MAXCONNECTS, limits.connections)
        guard startThread({ self.run() }) else {
            unsafe curl_multi_cleanup(multi)
            throw HTTPError(kind: .busy, message: "the system has no thread left for an HTTP client")
        }
    }

    // MARK: On any thread

    /// Answers `call` by way of `answer`, at once or later.
    func start(_ call: Call, answering answer: CheckedContinuation<Call.Outcome, Never>) {
        let refusal: HTTPError? = self.inbox.withLock { inbox in
            if inbox.isClosing { return call.failure(.interrupted, "the client is closed") }
            if inbox.openOrders >= self.limits.requests {
                return call.failure(.busy, "\(inbox.openOrders) requests are in flight already")
            }
            inbox.openOrders += 1
            inbox.orders.append(Order(call: call, answer: answer))
            unsafe curl_multi_wakeup(self.multi)
            return nil
        }
        if let refusal { answer.resume(returning: .failure(refusal)) }
    }

    func cancel(_ call: Call) {
        call.markCancelled()
        self.inbox.withLock { inbox in
            guard !inbox.isClosing else { return }
            inbox.cancellations.append(call)
            unsafe curl_multi_wakeup(self.multi)
        }
    }

    /// Ends the thread; `closer` is resumed when it has ended.
    func close(then closer: CheckedContinuation<Void, Never>?) {
        let isOver = self.inbox.withLock { inbox in
            inbox.isClosing = true
            guard !inbox.isOver else { return true }
            if let closer { inbox.closers.append(closer) }
            unsafe curl_multi_wakeup(self.multi)
            return false
        }
        if isOver { closer?.resume() }
    }

    // MARK: On the thread

    private func run() {
        var transfers: [ObjectIdentifier: Transfer] = [:]
        // No later than the earliest deadline. It may lie before it, where that transfer has ended.
        var nextDeadline: ContinuousClock.Instant?
        while true {
            let (orders, cancellations, isClosing) = self.inbox.withLock { inbox in
                defer { (inbox.orders, inbox.cancellations) = ([], []) }
                return (inbox.orders, inbox.cancellations, inbox.isClosing)
            }
            for order in orders {
                guard let transfer = self.begin(order) else { continue }
                transfers[ObjectIdentifier(order.call)] = transfer
                nextDeadline = min(nextDeadline ?? order.call.deadline, order.call.deadline)
            }
            for call in cancellations {
                self.end(&transfers, call, call.failure(.cancelled, "the task was cancelled"))
            }
            if isClosing { break }
            self.advance(&transfers)
            if let due = nextDeadline, due <= .now { nextDeadline = self.expire(&transfers) }
            self.wait(until: nextDeadline)
        }
        for transfer in Array(transfers.values) {
            self.end(&transfers, transfer.call, transfer.call.failure(.interrupted, "the client was closed"))
        }
        self.finish()
    }

    /// Nil where the order was answered at once.
    private func begin(_ order: Order) -> Transfer? {
        guard let easy = unsafe curl_easy_init() else {
            self.answer(order, order.call.failure(.busy, "no memory is left for a request"))
            return nil
        }
        let transfer = unsafe Transfer(order.call, answering: order.answer, easy: easy)
        guard !order.call.isCancelled else {
            self.answer(order, order.call.failure(.cancelled, "the task was cancelled"))
            return nil
        }
        let fault = transfer.prepare(proxy: self.limits.proxy)
        guard fault == CURLE_OK else {
            let reason = unsafe String(cString: curl_easy_strerror(fault))
            self.answer(order, order.call.failure(.busy, "libcurl cannot do what is asked: \(reason)"))
            return nil
        }
        let refusal = unsafe curl_multi_add_handle(self.multi, easy)
        guard refusal == CURLM_OK else {
            let reason = unsafe String(cString: curl_multi_strerror(refusal))
            self.answer(order, order.call.failure(.busy, "libcurl cannot take the request: \(reason)"))
            return nil
        }
        return transfer
    }

    private func answer(_ order: Order, _ error: HTTPError) {
        self.inbox.withLock { $0.openOrders -= 1 }
        order.answer.resume(returning: .failure(error))
    }

    /// Reads and writes what can be, and answers what is done.
    private func advance(_ transfers: inout [ObjectIdentifier: Transfer]) {
        var running: Int32 = 0
        let fault = unsafe curl_multi_perform(self.multi, &running)
        guard fault == CURLM_OK else {
            let reason = unsafe String(cString: curl_multi_strerror(fault))
            for transfer in Array(transfers.values) {
                self.end(&transfers, transfer.call, transfer.call.failure(.interrupted, "libcurl failed: \(reason)"))
            }
            return
        }
        var waiting: Int32 = 0
        while let message = unsafe curl_multi_info_read(self.multi, &waiting) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle,
                let transfer = unsafe Transfer.owner(of: easy)
            else { continue }
            let result = unsafe message.pointee.data.result
            self.remove(&transfers, transfer)
            transfer.finish(result)
        }
    }

    /// Ends what is late, and returns the earliest deadline of the rest.
    private func expire(_ transfers: inout [ObjectIdentifier: Transfer]) -> ContinuousClock.Instant? {
        let now = ContinuousClock.now
        for call in transfers.values.map(\.call) where call.deadline <= now {
            self.end(&transfers, call, call.failure(.timedOut, "no answer within \(call.request.deadline)"))
        }
        return transfers.values.map(\.call.deadline).min()
    }

    private func end(_ transfers: inout [ObjectIdentifier: Transfer], _ call: Call, _ error: HTTPError) {
        guard let transfer = transfers[ObjectIdentifier(call)] else { return }
        self.remove(&transfers, transfer)
        transfer.finish(.failure(error))
    }

    private func remove(_ transfers: inout [ObjectIdentifier: Transfer], _ transfer: Transfer) {
        unsafe curl_multi_remove_handle(self.multi, transfer.easy)
        transfers[ObjectIdentifier(transfer.call)] = nil
        self.inbox.withLock { $0.openOrders -= 1 }
    }

    /// Sleeps until a socket is ready, one of libcurl's own timers ends, somebody calls, or `deadline`.
    private func wait(until deadline: ContinuousClock.Instant?) {
        let limit = Duration.seconds(60)
        let wait = max(.zero, min(deadline.map { ContinuousClock.now.duration(to: $0) } ?? limit, limit))
        // Rounded up: a wait that ends too early would be followed by many of length zero.
        let milliseconds = wait.components.seconds * 1_000 + wait.components.attoseconds / 1_000_000_000_000_000 + 1
        unsafe curl_multi_poll(self.multi, nil, 0, Int32(milliseconds), nil)
    }

    private func finish() {
        let closers = self.inbox.withLock { inbox in
            inbox.isOver = true
            unsafe curl_multi_cleanup(self.multi)
            return inbox.closers
        }
        for closer in closers { closer.resume() }
    }
}
