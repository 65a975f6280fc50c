import CLibpq

/// One session with PostgreSQL.
///
/// Deliberately not `Sendable`: whoever holds it is alone with it, so the compiler rules out what libpq forbids, two
/// statements at once on one connection. Its methods run where the caller runs, and no thread waits while they wait.
///
/// A task that is cancelled while a statement is under way has the server stop it, and loses the connection: nobody
/// can know which statement a late request to cancel would hit.
public final class Connection {
    var handle: ConnectionHandle
    var prepared = PreparedStatements()
    /// Whether a COPY is under way, in which the server understands nothing else.
    var isCopying = false
    /// What runs before whatever is asked next, in the same trip.
    var queued: [SQL] = []
    private let notices: NoticeBox

    private init(_ handle: consuming ConnectionHandle, _ notices: NoticeBox) {
        self.handle = handle
        self.notices = notices
    }

    /// Connects, without blocking and within the limit that `settings` name.
    ///
    /// - Parameter onNotice: Takes in what the server has to say beside its answers.
    /// - Throws: ``DatabaseError/Kind/disconnected`` where there is no server or it lets us not in,
    ///   ``DatabaseError/Kind/timedOut`` after the limit, ``DatabaseError/Kind/cancelled``.
    public static func connect(
        _ settings: DatabaseSettings, onNotice: @escaping Notice.Receiver = { _ in }
    ) async throws(DatabaseError) -> Connection {
        let notices = NoticeBox(onNotice)
        let connection = Connection(await ConnectionHandle.start(settings.keywords), notices)
        connection.handle.handNotices(to: notices)
        try await connection.establish(settings)
        connection.handle.watch.removeLimit()
        connection.handle.stopBlocking()
        return connection
    }

    // Before the notices go, to which libpq points.
    deinit { self.handle.finish() }

    /// Hangs up. A transaction that is open is rolled back by the server; whatever follows is refused.
    public func close() {
        self.handle.finish()
    }

    /// What a session is in the midst of.
    public enum TransactionStatus: Sendable {
        /// No transaction is open.
        case idle
        /// A statement or a COPY is under way.
        case active
        /// A transaction is open.
        case inTransaction
        /// A transaction is open in which a statement was refused, so that it can only be rolled back.
        case failed
        /// There is no connection any more.
        case disconnected
    }

    /// What the session is in the midst of.
    public var transactionStatus: TransactionStatus {
        switch self.handle.status {
        case PQTRANS_IDLE: .idle
        case PQTRANS_ACTIVE: .active
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .failed
        default: .disconnected
        }
    }

    /// Whether somebody else may go on with this connection: it stands, and nothing is under way or open.
    public var isReusable: Bool {
        !self.handle.isBroken && self.transactionStatus == .idle && !self.isCopying && self.queued.isEmpty
    }

    /// The process that serves this session, as `pg_stat_activity` names it; 0 once closed.
    public var backendProcessID: Int32 { self.handle.processID }

    /// Whether the server has said something unasked, which is mostly that it hangs up.
    var hasNews: Bool { self.handle.isReadable }

    private func establish(_ settings: DatabaseSettings) async throws(DatabaseError) {
        let watch = self.handle.watch
        async let _: Void = watch.expire(after: settings.connectLimit)

        // What libpq says before the first step is that it wants to write.
        var progress = ConnectionHandle.Progress.wait(.write)
        while case .wait(let interest) = progress {
            let socket = self.handle.socket
            guard socket >= 0 else { break }
            switch await watch.wait(for: interest, on: socket) {
            case .ready: progress = await self.handle.advance()
            case .cancelled: throw .cancelled()
            case .refused: throw DatabaseError(.disconnected, "the system does not watch the socket to \(settings)")
            case .expired:
                throw DatabaseError(
                    .timedOut, "connecting to \(settings) took longer than \(settings.connectLimit)")
            }
        }
        guard case .connected = progress else {
            throw DatabaseError(.disconnected, "cannot connect to \(settings): \(self.handle.message)")
        }
    }
}

extension Connection {
    /// Sends all that libpq holds back.
    ///
    /// It reads too: a server that cannot get rid of what it has to say will not listen either.
    func flush(_ statement: String) async throws(DatabaseError) {
        while true {
            guard let isOut = self.handle.flush() else { throw self.lost(statement) }
            if isOut { return }
            try await self.wait(for: [.read, .write], statement)
            if self.handle.isReadable, !self.handle.consume() { throw self.lost(statement) }
        }
    }

    /// The next result, or `nil` at the end of a statement's.
    func nextResult(_ statement: String) async throws(DatabaseError) -> ResultHandle? {
        while self.handle.isBusy {
            // What has arrived is read at once; a wait costs two changes of thread.
            if !self.handle.isReadable { try await self.wait(for: .read, statement) }
            guard self.handle.consume() else { throw self.lost(statement) }
        }
        guard let result = self.handle.nextResult() else { return nil }
        guard result.status == PGRES_FATAL_ERROR || result.status == PGRES_BAD_RESPONSE else { return result }
        let report = result.report
        guard !self.handle.isBroken, !report.endsSession else {
            self.handle.finish()
            throw DatabaseError(.disconnected, report, statement: statement)
        }
        return result
    }

    private func wait(
        for interest: SocketWatch.Interest, _ statement: String
    ) async throws(DatabaseError) {
        let socket = self.handle.socket
        guard socket >= 0 else { throw self.lost(statement) }
        switch await self.handle.watch.wait(for: interest, on: socket) {
        case .ready: return
        case .refused, .expired: throw self.lost(statement)
        case .cancelled:
            self.handle.abandon()
            throw .cancelled(statement)
        }
    }

    /// Hangs up on a connection that does not work any more, and says what libpq says about it.
    func lost(_ statement: String) -> DatabaseError {
        let message = self.handle.message
        self.handle.finish()
        return DatabaseError(.disconnected, message, statement: statement)
    }

    /// Refuses a statement that the connection cannot take now.
    func checkReady(for statement: String) throws(DatabaseError) {
        precondition(!self.isCopying, "a COPY is under way on this connection: \(statement)")
        if Task.isCancelled { throw .cancelled(statement) }
        guard self.handle.isOpen else {
            throw DatabaseError(.disconnected, "the connection is closed", statement: statement)
        }
    }

    /// Refuses a text that libpq, which takes NUL for its end, would cut short.
    func checkText(of statement: String) throws(DatabaseError) {
        guard statement.utf8.contains(0) else { return }
        throw DatabaseError(.refused(.characterNotInRepertoire, constraint: nil), "the statement holds a NUL character")
    }
}
