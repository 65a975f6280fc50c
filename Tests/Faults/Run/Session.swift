import FoundationEssentials
import Glibc
import Kit
import Postgres

/// A session of a process with PostgreSQL, as the server sees it.
struct Session: Sendable {
    /// The process that serves it.
    let backend: Int32
    /// `active`, `idle in transaction` and the like.
    let state: String
    /// Whether a transaction is open.
    let isInTransaction: Bool
    private let port: Int32

    /// The sessions of a service's processes.
    static func all(of service: Installation.Service, in database: ScratchDatabase) async throws -> [Session] {
        try await Self.found(
            """
            SELECT pid, client_port, coalesce(state, '') AS state, xact_start IS NOT NULL AS open
            FROM pg_stat_activity WHERE application_name = \("guoying-\(service.rawValue)")
            """, in: database)
    }

    /// The sessions of a service that have passed the fence, or come to it, and wait for what another session holds.
    ///
    /// Asked by a third one: within a transaction the list of sessions stays what it was when it was first looked at.
    static func held(
        of service: Installation.Service, by backend: Int32, in database: ScratchDatabase
    ) async throws -> [Session] {
        try await Self.found(
            """
            SELECT pid, client_port, coalesce(state, '') AS state, true AS open FROM pg_stat_activity a
            WHERE application_name = \("guoying-\(service.rawValue)")
                AND \(backend) = ANY(pg_blocking_pids(pid))
                AND EXISTS (
                    SELECT FROM pg_locks l
                    WHERE l.pid = a.pid AND l.granted AND l.mode = 'RowShareLock'
                        AND l.relation = \("\(service.rawValue).position")::text::regclass)
            """, in: database)
    }

    private static func found(_ sql: SQL, in database: ScratchDatabase) async throws -> [Session] {
        try await database.run(sql).map { row in
            Session(
                backend: try row.decode("pid"), state: try row.decode("state"), isInTransaction: try row.decode("open"),
                port: try row.decode("client_port"))
        }
    }

    /// Whether it is a session of this process, which is so when one of the process's sockets has its port.
    func belongs(to program: Program) -> Bool {
        let folder = "/proc/\(program.process)/fd"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let sockets = Set(
            files.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") })
        let suffix = ":\(Self.hex(self.port))"
        return Self.connections().contains { fields in
            fields.count > 9 && fields[1].hasSuffix(suffix) && sockets.contains("socket:[\(fields[9])]")
        }
    }

    /// The lines of the kernel's list of connections.
    private static func connections() -> [[String]] {
        // In pieces: the kernel gives a page at a time, and says that the file is empty.
        let file = open("/proc/net/tcp", O_RDONLY)
        defer { close(file) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file, &piece, piece.count), count > 0 { text += piece[..<count] }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        return lines.map { $0.split(separator: " ").map(String.init) }
    }

    private static func hex(_ port: Int32) -> String {
        let digits = String(port, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
