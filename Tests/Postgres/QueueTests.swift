import Postgres
import Testing

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `What a transaction queues` {
    private struct Failure: Error {}

    private func connectionWithTable() async throws -> Connection {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text CONSTRAINT unit_code_key UNIQUE)")
        return connection
    }

    private func codes() async throws -> [String] {
        try await TestDatabase.connect().run("SELECT code FROM unit ORDER BY code").decode("code")
    }

    @Test func `is run before what is asked next, which gets its own answer`() async throws {
        let connection = try await self.connectionWithTable()

        let (seen, answers) = try await connection.transaction { transaction in
            try await transaction.queue(["INSERT INTO unit VALUES (\("a"))", "INSERT INTO unit VALUES (\("b"))"])
            let seen: [String] = try await transaction.run("SELECT code FROM unit ORDER BY code").decode("code")
            try await transaction.queue(["DELETE FROM unit WHERE code = \("a")"])
            return (seen, try await transaction.pipeline(["SELECT code FROM unit", "SELECT \(7) AS number"]))
        }

        #expect(seen == ["a", "b"])
        #expect(try answers[0].decode("code") == ["b"])
        #expect(try answers[1][0].decode("number") == 7)
        #expect(answers.count == 2)
    }

    @Test func `is committed with it`() async throws {
        let connection = try await self.connectionWithTable()

        try await connection.transaction { try await $0.queue(["INSERT INTO unit VALUES (\("a"))"]) }

        #expect(connection.isReusable)
        #expect(try await self.codes() == ["a"])
    }

    @Test func `and is refused is thrown by the next call, and nothing stays`() async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                let twice: SQL = "INSERT INTO unit VALUES (\("a"))"
                try await transaction.queue([twice, twice])
                try await transaction.run("INSERT INTO unit VALUES (\("b"))")
                Issue.record("nothing is run behind what is refused")
            }
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_code_key"))
        #expect(connection.isReusable)
        #expect(try await self.codes().isEmpty)
    }

    @Test func `and is refused at COMMIT is no unknown commit`() async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                let twice: SQL = "INSERT INTO unit VALUES (\("a"))"
                try await transaction.queue([twice, twice])
            }
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_code_key"))
        #expect(connection.isReusable)
    }

    @Test func `is forgotten where it is rolled back`() async throws {
        let connection = try await self.connectionWithTable()

        await #expect(throws: Failure.self) {
            try await connection.transaction { transaction in
                let twice: SQL = "INSERT INTO unit VALUES (\("a"))"
                try await transaction.queue([twice, twice])
                throw Failure()
            }
        }

        #expect(connection.isReusable)
        #expect(try await self.codes().isEmpty)
    }

    @Test func `is settled by whoever has to know`() async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                try await transaction.queue(["INSERT INTO unit VALUES (\("a"))"])
                try await transaction.settle()
                try await transaction.settle()
                try await transaction.queue(["INSERT INTO unit VALUES (\("a"))"])
                try await transaction.settle()
                Issue.record("the second is refused")
            }
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_code_key"))
    }

    @Test func `goes before a COPY`() async throws {
        let connection = try await self.connectionWithTable()
        var encoder = CopyEncoder()
        for number in 0..<20 {
            encoder.beginRow(columns: 1)
            encoder.append("unit \(number)")
        }

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                try await transaction.queue(["INSERT INTO unit VALUES (\("unit 7"))"])
                try await transaction.copy(encoder, into: "unit (code)")
                Issue.record("what was queued is there already")
            }
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_code_key"))
    }

    @Test func `is run at once outside of a transaction`() async throws {
        let connection = try await self.connectionWithTable()

        try await connection.queue(["INSERT INTO unit VALUES (\("a"))"])

        #expect(try await self.codes() == ["a"])
    }

    @Test func `and cannot be sent is refused there and then`() async throws {
        let connection = try await self.connectionWithTable()

        let (refusal, count) = try await connection.transaction { transaction in
            let refusal = await #expect(throws: DatabaseError.self) {
                try await transaction.queue(["INSERT INTO unit VALUES (\("a\u{0}"))"])
            }
            return (refusal, try await transaction.run("SELECT FROM unit").count)
        }

        #expect(refusal?.sqlState == .characterNotInRepertoire)
        #expect(count == 0)
    }
}
