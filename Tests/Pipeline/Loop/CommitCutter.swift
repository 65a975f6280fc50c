import Dispatch
import FoundationEssentials
import Glibc
import Kit
import Synchronization

/// Stands between a loop and PostgreSQL, and hangs up in the middle of the commits that a test chooses.
final class CommitCutter: Sendable {
    /// What a commit loses.
    enum Cut: Sendable {
        /// The server never sees it.
        case request
        /// It takes effect, and nobody is told.
        case answer
    }

    private struct Line {
        let client: Int32
        let server: Int32
        /// The end of what the server said last: its answer to a commit may come in two parts.
        var tail: [UInt8] = []
    }

    private static let commit = Array("COMMIT\0".utf8)
    /// The server's word that a transaction has been committed: the message's letter, its length, the command.
    private static let committed = [UInt8(ascii: "C"), 0, 0, 0, 11] + commit

    private let listener: Int32
    private let server: sockaddr_in
    private let plan: Mutex<[Cut]>
    private let isOver = Mutex(false)
    private let base: URLComponents

    /// Lends one that passes everything on to the server behind `url`, but for the next commits, in this order.
    static func lending<Value>(
        to url: String, cutting plan: [Cut], _ body: (CommitCutter) async throws -> Value
    ) async throws -> Value {
        let cutter = try CommitCutter(url, plan)
        DispatchQueue(label: "commit-cutter").async { cutter.serve() }
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(cutter)) } catch { outcome = .failure(error) }
        cutter.isOver.withLock { $0 = true }
        return try outcome.get()
    }

    private init(_ url: String, _ plan: [Cut]) throws {
        guard let base = URLComponents(string: url), let host = base.host, let port = base.port else {
            throw Program.Failure(description: "the database's address names no host and port")
        }
        self.base = base
        self.server = Self.address(host == "localhost" ? "127.0.0.1" : host, UInt16(port))
        self.plan = Mutex(plan)
        self.listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var own = Self.address("127.0.0.1", 0)
        let isBound = Self.withAddress(&own) { bind(self.listener, $0, $1) == 0 }
        guard isBound, listen(self.listener, 16) == 0 else {
            throw Program.Failure(description: "no port to listen on: \(String(cString: strerror(errno)))")
        }
    }

    /// Which commits are still to be cut.
    var rest: [Cut] { self.plan.withLock { $0 } }

    /// The database's address, by way of this.
    var url: String {
        var own = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(self.listener, $0, &length) }
        }
        var components = self.base
        components.host = "127.0.0.1"
        components.port = Int(UInt16(bigEndian: own.sin_port))
        components.queryItems = [URLQueryItem(name: "sslmode", value: "disable")]
        return components.string ?? ""
    }

    private func serve() {
        var lines: [Line] = []
        while !self.isOver.withLock({ $0 }) {
            let sockets = [self.listener] + lines.flatMap { [$0.client, $0.server] }
            var polls = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&polls, nfds_t(polls.count), 50) > 0 else { continue }
            let ready = Set(polls.filter { $0.revents != 0 }.map(\.fd))
            lines = lines.compactMap { line in
                var line = line
                let isOpen =
                    (!ready.contains(line.client) || self.passRequest(on: line))
                    && (!ready.contains(line.server) || self.passAnswer(on: &line))
                guard !isOpen else { return line }
                close(line.client)
                close(line.server)
                return nil
            }
            if ready.contains(self.listener), let line = self.accept() { lines.append(line) }
        }
        for line in lines {
            close(line.client)
            close(line.server)
        }
        close(self.listener)
    }

    private func accept() -> Line? {
        let client = Glibc.accept(self.listener, nil, nil)
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = self.server
        guard client >= 0, Self.withAddress(&address, { connect(server, $0, $1) == 0 }) else {
            close(client)
            close(server)
            return nil
        }
        return Line(client: client, server: server)
    }

    /// Passes on what the client says; false where the line ends.
    private func passRequest(on line: Line) -> Bool {
        let bytes = Self.read(line.client)
        if bytes.contains(Self.commit), self.isNext(.request) { return false }
        return Self.write(bytes, to: line.server)
    }

    /// Passes on what the server says; false where the line ends.
    private func passAnswer(on line: inout Line) -> Bool {
        let bytes = Self.read(line.server)
        if (line.tail + bytes).contains(Self.committed), self.isNext(.answer) { return false }
        line.tail = bytes.suffix(Self.committed.count - 1)
        return Self.write(bytes, to: line.client)
    }

    /// Takes the next cut off the plan where it is of this kind.
    private func isNext(_ cut: Cut) -> Bool {
        self.plan.withLock { plan in
            guard plan.first == cut else { return false }
            plan.removeFirst()
            return true
        }
    }

    private static func read(_ socket: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(socket, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }

    /// Writes all of it; false where there is nothing to write, because one side has hung up, or nobody to take it.
    private static func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return !bytes.isEmpty
    }

    private static func address(_ host: String, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr(host)
        return address
    }

    private static func withAddress<Value>(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
