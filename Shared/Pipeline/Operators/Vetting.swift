internal import Postgres
internal import ServiceKit
internal import Synchronization

/// Whether the journal may be written: only into the database that was compared with what lies on the topics.
///
/// A database that was restored to an earlier day would give positions once more that outsiders have seen. It can be
/// told from the one that was there before by its incarnation: a restored one is another database, is served by a
/// server that was started since, or has other tables. Each transaction that numbers entries compares it.
public final class Vetting: Sendable {
    private let vetted = Mutex<String?>(nil)
    /// Rung when a transaction met a database that was not compared.
    let wanted = Bell()

    /// Nothing is compared yet.
    public init() {}

    /// What tells the database of a session from any other, and from itself at an earlier day; the schema is the
    /// session's own.
    static let incarnation: SQL = """
        concat_ws('/', (SELECT oid FROM pg_database WHERE datname = current_database()),
            extract(epoch FROM pg_postmaster_start_time()), pg_relation_filenode('lane'))
        """

    /// Whether the database that was met last was compared, and is not behind.
    var isGood: Bool { self.vetted.withLock { $0 != nil } }

    /// Says of which database the journal may be written; nil where there is none.
    func set(_ incarnation: String?) { self.vetted.withLock { $0 = incarnation } }

    /// Whether it is that database that was compared.
    func covers(_ incarnation: String) -> Bool { self.vetted.withLock { $0 == incarnation } }

    /// Refuses to number entries in a database that was not compared.
    func require(_ incarnation: String) throws {
        guard !self.covers(incarnation) else { return }
        self.wanted.ring()
        throw UnvettedDatabase()
    }

    /// Waits until the database was compared and found in order, or until the process is to stop.
    func wait() async {
        while !self.isGood, !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(20)) }
        }
    }
}

/// The journal is not written before its database was compared with the topics.
struct UnvettedDatabase: Error, CustomStringConvertible {
    let description =
        "the database has been started or exchanged, and nothing is journalled until its journal has been compared with "
        + "the topics"
}
