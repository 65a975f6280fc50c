import Postgres
import Testing

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `A cancelled task` {
    /// Runs `work` in a task and cancels that once the server is busy with it; returns what it threw.
    private func cancelling(
        _ work: @escaping @Sendable (Connection) async throws -> Void
    ) async throws -> (error: DatabaseError?, processID: Int32) {
        let observer = try await TestDatabase.connect()
        let (processIDs, announcement) = AsyncStream.makeStream(of: Int32.self)
        let task = Task {
            let connection = try await TestDatabase.connect()
            announcement.yield(connection.backendProcessID)
            do { try await work(connection) } catch {
                #expect(!connection.isReusable)
                throw error
            }
        }
        let processID = try #require(await processIDs.first { _ in true })
        try await eventually("the statement should have begun") {
            try await TestDatabase.activity(of: processID, seenBy: observer) == "active"
        }

        task.cancel()
        let error = await #expect(throws: DatabaseError.self) { try await task.value }

        try await eventually("the server should have stopped") {
            try await TestDatabase.activity(of: processID, seenBy: observer) == nil
        }
        return (error, processID)
    }

    @Test func `has the server stop its statement`() async throws {
        let (error, _) = try await self.cancelling { try await $0.run("SELECT pg_sleep(30)") }

        #expect(error?.kind == .cancelled)
        #expect(error?.statement == "SELECT pg_sleep(30)")
    }

    @Test func `has the server stop its transaction, and nothing of it stays`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text)")

        let (error, _) = try await self.cancelling { connection in
            try await connection.transaction { transaction in
                try await transaction.run("INSERT INTO unit VALUES ('a')")
                try await transaction.run("SELECT pg_sleep(30)")
            }
        }

        #expect(error?.kind == .cancelled)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `has the server forget its COPY`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code bytea)")
        var encoder = CopyEncoder()
        encoder.beginRow(columns: 1)
        encoder.append([UInt8](repeating: 1, count: 1 << 20))
        let rows = encoder

        let (error, _) = try await self.cancelling { connection in
            try await connection.copy(into: "COPY unit FROM STDIN (FORMAT binary)") { sink in
                try await sink.write(rows.bytes)
                while true { try await sink.write(rows.bytes[rows.range(ofRow: 0)]) }
            }
        }

        #expect(error?.kind == .cancelled)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `begins no statement, and leaves the connection as it was`() async throws {
        let task = Task {
            let connection = try await TestDatabase.connect()
            withUnsafeCurrentTask { $0?.cancel() }
            let error = await #expect(throws: DatabaseError.self) { try await connection.run("SELECT 1") }
            return (error?.kind, connection.isReusable)
        }

        let (kind, isReusable) = try await task.value

        #expect(kind == .cancelled)
        #expect(isReusable)
    }
}
