import Glibc
import Postgres
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A server that is not there` {
    @Test func `is named with its address`() async throws {
        let settings = try DatabaseSettings("postgresql://somebody:hidden@127.0.0.1:1/registry")

        let error = await #expect(throws: DatabaseError.self) { _ = try await Connection.connect(settings) }

        #expect(error?.kind == .disconnected)
        #expect(error?.message.hasPrefix("cannot connect to somebody@127.0.0.1:1/registry: ") == true)
        #expect(error?.message.contains("Connection refused") == true)
        #expect(error?.description.contains("hidden") == false)
    }

    @Test func `in time is given up on at the limit`() async throws {
        let silent = try SilentServer()
        var settings = try DatabaseSettings("postgresql://somebody@127.0.0.1:\(silent.port)/registry")
        settings.connectLimit = .milliseconds(50)

        let error = await #expect(throws: DatabaseError.self) { _ = try await Connection.connect(settings) }

        #expect(error?.kind == .timedOut)
    }

    @Test func `in time is given up on when the task is cancelled`() async throws {
        let silent = try SilentServer()
        let settings = try DatabaseSettings("postgresql://somebody@127.0.0.1:\(silent.port)/registry")

        let task = Task { try await Connection.connect(settings).close() }
        task.cancel()
        let error = await #expect(throws: DatabaseError.self) { try await task.value }

        #expect(error?.kind == .cancelled)
    }

    @Test func `under that name says which database is missing`() async throws {
        let address = try TestDatabase.address() + "?dbname=no_such_database"

        let error = await #expect(throws: DatabaseError.self) {
            _ = try await Connection.connect(DatabaseSettings(address))
        }

        #expect(error?.kind == .disconnected)
        #expect(error?.message.contains("database \"no_such_database\" does not exist") == true)
    }
}

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `A session that the server ended` {
    @Test func `in the midst of a statement is disconnected, with the server's last words`() async throws {
        let connection = try await TestDatabase.connect()
        let processID = connection.backendProcessID

        let killer = Task {
            let observer = try await TestDatabase.connect()
            try await eventually("the statement should have begun") {
                try await TestDatabase.activity(of: processID, seenBy: observer) == "active"
            }
            try await TestDatabase.terminate(processID)
        }
        let error = await #expect(throws: DatabaseError.self) { try await connection.run("SELECT pg_sleep(30)") }
        try await killer.value

        #expect(error?.kind == .disconnected)
        #expect(error?.sqlState == .adminShutdown)
        #expect(error?.isTransient == true)
        #expect(!connection.isReusable)
    }

    @Test func `while it was idle is noticed by the next statement`() async throws {
        let connection = try await TestDatabase.connect()
        let observer = try await TestDatabase.connect()
        let processID = connection.backendProcessID
        try await TestDatabase.terminate(processID)
        try await eventually("the session should be gone") {
            try await TestDatabase.activity(of: processID, seenBy: observer) == nil
        }

        let error = await #expect(throws: DatabaseError.self) { try await connection.run("SELECT 1") }
        let again = await #expect(throws: DatabaseError.self) { try await connection.run("SELECT 1") }

        #expect(error?.kind == .disconnected)
        #expect(again?.kind == .disconnected)
        #expect(!connection.isReusable)
    }
}

/// Accepts connections and says nothing, as a server that hangs.
private struct SilentServer: ~Copyable {
    private let descriptor: Int32
    let port: UInt16

    struct Refused: Error {}

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) | listen(descriptor, 8) | getsockname(descriptor, address, &length)
            }
        }
        guard code == 0 else { throw Refused() }
        self.descriptor = descriptor
        self.port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(self.descriptor) }
}
