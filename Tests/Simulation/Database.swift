/// The database: what is committed, and who holds which rows. Transactions see what is committed when they look, as
/// under READ COMMITTED; what they have written themselves they remember.
final class Database {
    var tables = Tables()
    private var holders: [Lock: Session] = [:]
    private(set) var openSessions: [ObjectIdentifier: Session] = [:]

    func open(for process: Int) -> Session {
        let session = Session(process: process)
        self.openSessions[ObjectIdentifier(session)] = session
        return session
    }

    /// Whether a lock is held now by the session; false where another holds it.
    func take(_ lock: Lock, for session: Session) -> Bool {
        if let holder = self.holders[lock] { return holder === session }
        self.holders[lock] = session
        session.locks.append(lock)
        return true
    }

    /// Who holds a lock.
    func holder(of lock: Lock) -> Session? { self.holders[lock] }

    func commit(_ session: Session) {
        for change in session.changes { change(&self.tables) }
        self.end(session)
    }

    /// Ends a session without what it has changed; whoever goes on with it finds that out.
    func end(_ session: Session) {
        session.isOver = true
        session.changes = []
        for lock in session.locks { self.holders[lock] = nil }
        session.locks = []
        self.openSessions[ObjectIdentifier(session)] = nil
    }

    /// Goes back to an earlier state: no session lives through that.
    func restore(_ earlier: Tables) {
        for session in self.openSessions.values { self.end(session) }
        self.tables = earlier
    }
}
