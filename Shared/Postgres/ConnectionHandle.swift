import CLibpq
import Glibc

/// Owns one `PGconn`. A connection that failed is one too, and is freed like any other.
///
/// Every function of libpq takes a null pointer for a broken connection, so a handle that is closed answers all calls
/// and refuses all work.
@safe struct ConnectionHandle: ~Copyable {
    private var session: OpaquePointer?
    /// Watches the socket of this session.
    let watch: SocketWatch

    /// Takes over `session`.
    init(owning session: OpaquePointer?) {
        unsafe self.session = session
        self.watch = SocketWatch()
    }

    deinit { unsafe Self.finish(self.session, self.watch) }

    /// Hangs up. A transaction that is open is rolled back by the server.
    mutating func finish() {
        unsafe Self.finish(self.session, self.watch)
        unsafe self.session = nil
    }

    private static func finish(_ session: OpaquePointer?, _ watch: SocketWatch) {
        guard let session = unsafe session else { return }
        // First the watch, then the descriptor: in between its number may become another connection's.
        unsafe watch.leave(PQsocket(session))
        unsafe PQfinish(session)
    }

    /// Hangs up and has the server stop what it is doing for us, without waiting for either.
    mutating func abandon() {
        let ticket = unsafe CancelTicket(PQgetCancel(self.session))
        self.finish()
        ticket?.redeem()
    }

    /// The session, for the steps of connecting, which are taken on another thread.
    @unsafe var sessionWhileConnecting: OpaquePointer? { unsafe self.session }

    var isOpen: Bool { unsafe self.session != nil }
    var isBroken: Bool { unsafe PQstatus(self.session) != CONNECTION_OK }
    /// Asked before every wait: it changes while connecting, and is −1 once libpq has closed it.
    var socket: Int32 { unsafe PQsocket(self.session) }
    var status: PGTransactionStatusType { unsafe PQtransactionStatus(self.session) }
    var processID: Int32 { unsafe PQbackendPID(self.session) }
    var isBusy: Bool { unsafe PQisBusy(self.session) == 1 }

    /// What libpq says about the connection itself.
    var message: String {
        guard self.isOpen else { return "the connection is closed" }
        let message = unsafe String(cString: PQerrorMessage(self.session)).onOneLine
        return message.isEmpty ? "the connection is lost" : message
    }

    /// Whether something has arrived that nobody has read.
    var isReadable: Bool {
        var request = pollfd(fd: self.socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) > 0
    }

    /// Looks for an answer for a moment before anybody waits for one.
    ///
    /// Many answers take less time than the two changes of thread of a wait. Whoever else wants the processor gets it
    /// in between, the server above all.
    func lookForAnswer() {
        let deadline = ContinuousClock.now + Self.patience
        while !self.isReadable, ContinuousClock.now < deadline { sched_yield() }
    }

    /// How long that moment is: of the order of what a wait costs, so that in vain it costs about as much again.
    private static let patience = Duration.microseconds(50)

    /// Reads what has arrived; returns whether the connection still stands.
    func consume() -> Bool { unsafe PQconsumeInput(self.session) == 1 }

    /// Sends what it can: `nil` when the connection is gone, else whether everything is out.
    func flush() -> Bool? {
        switch unsafe PQflush(self.session) {
        case 0: true
        case 1: false
        default: nil
        }
    }

    /// The next result, which must not be asked for while busy; `nil` ends a statement's.
    func nextResult() -> ResultHandle? {
        unsafe PQgetResult(self.session).map { unsafe ResultHandle(owning: $0) }
    }

    /// Hands notices to `notices`, where libpq would print them.
    func handNotices(to notices: NoticeBox) {
        // The box belongs to the connection, which outlives the session, so it is lent and not retained.
        unsafe PQsetNoticeReceiver(
            self.session,
            { box, result in
                guard let box = unsafe box, let result = unsafe result else { return }
                let report = unsafe ServerReport(copying: result)
                unsafe Unmanaged<NoticeBox>.fromOpaque(box).takeUnretainedValue().receive(report)
            }, Unmanaged.passUnretained(notices).toOpaque())
    }

    /// Has libpq never block in what it sends, now that the session is connected.
    func stopBlocking() { unsafe PQsetnonblocking(self.session, 1) }

    func enterPipeline() -> Bool { unsafe PQenterPipelineMode(self.session) == 1 }
    func exitPipeline() -> Bool { unsafe PQexitPipelineMode(self.session) == 1 }
    func sync() -> Bool { unsafe PQpipelineSync(self.session) == 1 }

    /// Sends `text`, several statements perhaps, without values.
    func send(script text: String) -> Bool { unsafe PQsendQuery(self.session, text) == 1 }

    /// Prepares a statement under a name.
    func prepare(_ statement: SQL, as name: String) -> Bool {
        let types = statement.parameters.types
        return unsafe PQsendPrepare(self.session, name, statement.text, Int32(types.count), types) == 1
    }

    /// Sends a statement with its values, by the name under which it was prepared if it was; results come in binary.
    func execute(_ statement: SQL, preparedAs name: String?) -> Bool {
        let parameters = statement.parameters
        let count = Int32(parameters.count)
        let lengths = parameters.ranges.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: parameters.count)
        return unsafe parameters.bytes.withUnsafeBytes { bytes in
            unsafe lengths.withUnsafeBytes { anything in
                // An empty value needs an address too, whichever it is: a null pointer would mean NULL.
                let start = unsafe bytes.baseAddress ?? anything.baseAddress
                let values = unsafe parameters.ranges.map { range in
                    unsafe range.flatMap { range in
                        unsafe start?.advanced(by: range.lowerBound).assumingMemoryBound(to: CChar.self)
                    }
                }
                guard let name else {
                    return unsafe PQsendQueryParams(
                        self.session, statement.text, count, parameters.types, values, lengths, formats, 1) == 1
                }
                return unsafe PQsendQueryPrepared(self.session, name, count, values, lengths, formats, 1) == 1
            }
        }
    }

    /// Hands bytes of a COPY to libpq: `nil` when the connection is gone, else whether it took them.
    func put(_ bytes: ArraySlice<UInt8>) -> Bool? {
        let answer = unsafe bytes.withUnsafeBytes { buffer in
            unsafe PQputCopyData(
                self.session, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
        }
        return answer < 0 ? nil : answer == 1
    }

    /// Ends a COPY, or has the server refuse it for `reason`; answers as ``put(_:)`` does.
    func endCopy(because reason: String?) -> Bool? {
        let answer = unsafe PQputCopyEnd(self.session, reason)
        return answer < 0 ? nil : answer == 1
    }
}
