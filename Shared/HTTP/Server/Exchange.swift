internal import CMicrohttpd
internal import Synchronization

/// One request and its answer. Libmicrohttpd holds it by a retained pointer from the first line of the request until
/// the request is over.
@safe final class Exchange: Sendable {
    private enum State {
        /// The first line is there.
        case begun
        /// The head is there, and the body comes.
        case reading(Request)
        /// The body is longer than it may be: the rest of it is read and forgotten.
        case overflowing
        /// Suspended while a task makes the answer.
        case waiting
        case answered(Response, Feed?)
        /// Libmicrohttpd has the answer.
        case queued(Feed?)
    }

    private enum Step {
        case wait
        case hand(Request)
        case send(Response, Feed?)
    }

    nonisolated(unsafe) private let connection: OpaquePointer
    private let target: String
    private let state = Mutex(State.begun)

    init(connection: OpaquePointer, target: String) {
        unsafe self.connection = connection
        self.target = target
    }

    // MARK: On libmicrohttpd's thread

    /// Called when the head is there, again for each piece of the body, when there is no more of it, and when the
    /// connection is resumed.
    func proceed(_ method: String, piece: UnsafeRawBufferPointer, through door: Door) -> MHD_Result {
        let step = self.state.withLock { state -> Step in
            switch state {
            case .begun:
                switch unsafe RequestHead(of: self.connection).decide(method, self.target, limits: door.limits) {
                case .take(let request):
                    state = .reading(request)
                    return .wait
                case .forget:
                    state = .overflowing
                    return .wait
                case .refuse(let refusal):
                    state = .queued(nil)
                    return .send(refusal.response, nil)
                }
            case .reading(var request) where piece.count > 0:
                // Emptied while it grows, so that the body has one owner and is not copied.
                state = .overflowing
                guard request.body.count + piece.count <= door.limits.bodyBytes else { return .wait }
                unsafe request.body.append(contentsOf: piece)
                state = .reading(request)
                return .wait
            case .reading(let request):
                state = .waiting
                // Suspended first: whoever takes the request may answer before this call has returned.
                unsafe MHD_suspend_connection(self.connection)
                return .hand(request)
            case .overflowing where piece.count == 0:
                state = .queued(nil)
                return .send(RequestHead.Refusal.bodyTooLarge(door.limits).response, nil)
            case .answered(let response, let feed):
                state = .queued(feed)
                return .send(response, feed)
            case .overflowing, .waiting, .queued:
                return .wait
            }
        }
        switch step {
        case .wait: return .YES
        case .send(let response, let feed): return self.queue(response, feed, isLast: door.isClosed)
        case .hand(let request):
            unsafe door.hasRead(UInt(bitPattern: self.connection))
            if !door.hand(request, of: self) { self.refuse() }
            return .YES
        }
    }

    /// Called when the request is over, however it ended: a connection can break before it has taken its answer.
    func finish() { self.feed?.loseReader() }

    /// Gives libmicrohttpd the answer. It closes the connection where it cannot be given.
    private func queue(_ response: Response, _ feed: Feed?, isLast: Bool) -> MHD_Result {
        let answer: OpaquePointer?
        switch response.body {
        case .bytes(let bytes):
            unsafe answer = bytes.withUnsafeBytes { bytes in
                unsafe MHD_create_response_from_buffer(
                    bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
            }
        case .stream:
            unsafe answer = feed?.makeResponse()
        }
        guard let answer = unsafe answer else { return .NO }
        defer { unsafe MHD_destroy_response(answer) }
        for field in response.headers.fields where !Exchange.isOwn(field) {
            guard unsafe MHD_add_response_header(answer, field.name, field.value) == .YES else { return .NO }
        }
        if isLast { unsafe MHD_add_response_header(answer, "Connection", "close") }
        return unsafe MHD_queue_response(self.connection, UInt32(response.status), answer)
    }

    /// Fields that the server writes by itself, and those without a value, which libmicrohttpd does not take.
    private static func isOwn(_ field: Headers.Field) -> Bool {
        field.value.isEmpty
            || ["Content-Length", "Transfer-Encoding", "Connection", "Date"].contains {
                Headers.areSame($0, field.name)
            }
    }

    // MARK: On any thread

    /// Answers the request, unless it was refused meanwhile. Of a stream, returns what feeds it.
    func answer(_ response: Response) -> Feed? {
        var feed: Feed?
        if case .stream = response.body { feed = unsafe Feed(connection: self.connection) }
        return self.state.withLock { state in
            guard case .waiting = state else { return nil }
            state = .answered(response, feed)
            unsafe MHD_resume_connection(self.connection)
            return feed
        }
    }

    /// Answers a request that nobody will answer any more.
    func refuse() { _ = self.answer(.text("stopping\n", status: 503)) }

    /// Ends the answer where it is a stream.
    func endStream() { self.feed?.end() }

    private var feed: Feed? {
        self.state.withLock { state in
            switch state {
            case .answered(_, let feed), .queued(let feed): feed
            case .begun, .reading, .overflowing, .waiting: nil
            }
        }
    }
}
