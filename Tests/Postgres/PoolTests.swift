import Synchronization
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(1)))
struct `A pool` {
    private func pool(limit: Int, waitLimit: Duration = .seconds(10)) throws -> Pool {
        Pool(try TestDatabase.settings(), limit: limit, waitLimit: waitLimit)
    }

    private func processID(_ pool: Pool) async throws -> Int32 {
        try await pool.withConnection { $0.backendProcessID }
    }

    /// Holds a connection of `pool` from the moment this returns until the task is cancelled.
    private func occupy(_ pool: Pool) async throws -> Task<Void, any Error> {
        let (begun, announcement) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.withConnection { _ in
                announcement.yield()
                try? await Task.sleep(for: .seconds(60))
            }
        }
        _ = await begun.first { _ in true }
        return task
    }

    @Test func `lends the same connection again`() async throws {
        let pool = try self.pool(limit: 2)

        let first = try await self.processID(pool)
        let second = try await self.processID(pool)

        #expect(first == second)
        #expect(pool.counts == Pool.Counts(open: 1, idle: 1, waiting: 0))
    }

    @Test func `never opens more than its limit`() async throws {
        let pool = try self.pool(limit: 3)

        let used = try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await pool.withConnection { connection in
                        let row = try await connection.run("SELECT \(number) AS number, pg_sleep(0.001)")[0]
                        #expect(try row.decode("number") == number)
                        return connection.backendProcessID
                    }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        #expect(used.count <= 3)
        #expect(pool.counts.open <= 3)
        #expect(pool.counts.waiting == 0)
    }

    @Test func `serves who waits in the order in which they came`() async throws {
        let pool = try self.pool(limit: 1)
        let holder = try await self.occupy(pool)
        let served = Recorder()
        var waiters: [Task<Void, any Error>] = []

        for number in 0..<5 {
            waiters.append(Task { try await pool.withConnection { _ in served.record(number) } })
            try await eventually("the task should wait") { pool.counts.waiting == number + 1 }
        }
        holder.cancel()
        for waiter in waiters { try await waiter.value }

        #expect(served.numbers == [0, 1, 2, 3, 4])
    }

    @Test func `lets nobody wait longer than its limit`() async throws {
        let pool = try self.pool(limit: 1, waitLimit: .milliseconds(30))
        let holder = try await self.occupy(pool)

        let error = await #expect(throws: DatabaseError.self) { _ = try await self.processID(pool) }
        holder.cancel()

        #expect(error?.kind == .timedOut)
        #expect(error?.message.contains("1 are in use") == true)
        #expect(pool.counts.waiting == 0)
        try await holder.value
        _ = try await self.processID(pool)
    }

    @Test func `forgets a waiter whose task is cancelled`() async throws {
        let pool = try self.pool(limit: 1)
        let holder = try await self.occupy(pool)
        let waiter = Task { try await self.processID(pool) }
        try await eventually("the task should wait") { pool.counts.waiting == 1 }

        waiter.cancel()
        let error = await #expect(throws: DatabaseError.self) { _ = try await waiter.value }
        holder.cancel()

        #expect(error?.kind == .cancelled)
        #expect(pool.counts.waiting == 0)
    }

    @Test func `does not lend on what comes back in the midst of something`() async throws {
        let pool = try self.pool(limit: 1)

        let first = try await pool.withConnection { connection in
            try await connection.run("BEGIN")
            return connection.backendProcessID
        }
        let second = try await self.processID(pool)

        #expect(first != second)
        #expect(pool.counts.open == 1)
    }

    @Test func `does not lend on a connection that the server has ended`() async throws {
        let pool = try self.pool(limit: 1)
        let observer = try await TestDatabase.connect()
        let first = try await self.processID(pool)
        try await TestDatabase.terminate(first)
        try await eventually("the session should be gone") {
            try await TestDatabase.activity(of: first, seenBy: observer) == nil
        }

        let row = try await pool.withConnection { try await $0.run("SELECT pg_backend_pid() AS pid")[0] }

        #expect(try row.decode("pid", as: Int32.self) != first)
        #expect(pool.counts == Pool.Counts(open: 1, idle: 1, waiting: 0))
    }

    @Test func `recovers from a task that was cancelled in the midst of a statement`() async throws {
        let pool = try self.pool(limit: 1)
        let observer = try await TestDatabase.connect()
        let first = try await self.processID(pool)
        let task = Task { try await pool.withConnection { _ = try await $0.run("SELECT pg_sleep(30)") } }
        try await eventually("the statement should have begun") {
            try await TestDatabase.activity(of: first, seenBy: observer) == "active"
        }

        task.cancel()
        await #expect(throws: DatabaseError.self) { try await task.value }
        let second = try await self.processID(pool)

        #expect(second != first)
        try await eventually("the server should have stopped") {
            try await TestDatabase.activity(of: first, seenBy: observer) == nil
        }
    }

    @Test func `reports that there is no server to everybody who asks`() async throws {
        let pool = Pool(try DatabaseSettings("postgresql://somebody@127.0.0.1:1/registry"), limit: 1)

        for _ in 0..<3 {
            let error = await #expect(throws: DatabaseError.self) { _ = try await self.processID(pool) }

            #expect(error?.kind == .disconnected)
        }
        #expect(pool.counts == Pool.Counts(open: 0, idle: 0, waiting: 0))
    }

    @Test func `that is closed hangs up and turns everybody away`() async throws {
        let pool = try self.pool(limit: 1)
        let holder = try await self.occupy(pool)
        let waiter = Task { try await self.processID(pool) }
        try await eventually("the task should wait") { pool.counts.waiting == 1 }

        pool.close()
        let waiting = await #expect(throws: DatabaseError.self) { _ = try await waiter.value }
        let late = await #expect(throws: DatabaseError.self) { _ = try await self.processID(pool) }
        holder.cancel()
        try await holder.value

        #expect(waiting?.message == "the pool of connections is closed")
        #expect(late?.kind == .disconnected)
        #expect(pool.counts == Pool.Counts(open: 0, idle: 0, waiting: 0))
    }
}

/// Keeps the order in which tasks come by.
private final class Recorder: Sendable {
    private let recorded = Mutex<[Int]>([])

    var numbers: [Int] { self.recorded.withLock(\.self) }

    func record(_ number: Int) { self.recorded.withLock { $0.append(number) } }
}
