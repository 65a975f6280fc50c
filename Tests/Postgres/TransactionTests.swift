import Postgres
import Testing

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `A transaction` {
    private struct Failure: Error {}

    private func connectionWithTable() async throws -> Connection {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text CONSTRAINT unit_code_key UNIQUE)")
        return connection
    }

    @Test func `is committed when its body returns`() async throws {
        let connection = try await self.connectionWithTable()

        let count = try await connection.transaction { transaction in
            try await transaction.run("INSERT INTO unit VALUES ('a'), ('b')").affected
        }

        #expect(count == 2)
        #expect(try await TestDatabase.connect().run("SELECT FROM unit").count == 2)
    }

    @Test func `is rolled back when its body throws, and throws the same`() async throws {
        let connection = try await self.connectionWithTable()

        await #expect(throws: Failure.self) {
            try await connection.transaction { transaction in
                try await transaction.run("INSERT INTO unit VALUES ('a')")
                throw Failure()
            }
        }

        #expect(connection.isReusable)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `is rolled back when a statement is refused, and names the constraint`() async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                try await transaction.run("INSERT INTO unit VALUES ('a')")
                try await transaction.run("INSERT INTO unit VALUES ('a')")
            }
        }

        #expect(error?.constraint == "unit_code_key")
        #expect(connection.isReusable)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `does not pass for committed when its body goes on after a refusal`() async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                try await transaction.run("INSERT INTO unit VALUES ('a')")
                _ = try? await transaction.run("SELECT 1 / 0")
            }
        }

        #expect(error?.sqlState == .failedTransaction)
        #expect(connection.isReusable)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `reports what the server refuses only at the end`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run(
            "CREATE TABLE unit (code text CONSTRAINT unit_code_key UNIQUE DEFERRABLE INITIALLY DEFERRED)")

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { try await $0.run("INSERT INTO unit VALUES ('a'), ('a')") }
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_code_key"))
        #expect(connection.isReusable)
    }

    @Test func `cannot be begun within another`() async throws {
        let connection = try await TestDatabase.connect()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { try await $0.transaction { _ in } }
        }

        #expect(error?.sqlState == .activeTransaction)
        #expect(connection.isReusable)
    }

    @Test(arguments: [false, true])
    func `whose COMMIT is not answered is unknown`(isPipelined: Bool) async throws {
        let connection = try await self.connectionWithTable()
        try await connection.script(
            """
            CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER unit_linger AFTER INSERT ON unit DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION linger();
            """)
        let processID = connection.backendProcessID
        let killer = Task {
            let observer = try await TestDatabase.connect()
            try await eventually("COMMIT should be under way") {
                try await observer.run(
                    """
                    SELECT FROM pg_stat_activity
                    WHERE pid = \(processID) AND state = 'active' AND wait_event = 'PgSleep'
                    """
                ).count == 1
            }
            try await TestDatabase.terminate(processID)
        }

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                if isPipelined {
                    try await transaction.pipeline(["INSERT INTO unit VALUES ('a')", "COMMIT"])
                } else {
                    try await transaction.run("INSERT INTO unit VALUES ('a')")
                }
            }
        }
        try await killer.value

        #expect(error?.kind == .unknownCommit)
        #expect(error?.isTransient == false)
        #expect(!connection.isReusable)
    }

    @Test func `that was never sent to be committed is not unknown`() async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                try await transaction.run("INSERT INTO unit VALUES ('a')")
                transaction.close()
            }
        }

        #expect(error?.kind == .disconnected)
    }
}
