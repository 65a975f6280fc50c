import Postgres
import Testing

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `A pipeline` {
    @Test func `returns the rows of each statement in order`() async throws {
        let connection = try await TestDatabase.connect()

        let answers = try await connection.pipeline([
            "CREATE TABLE unit (code text)",
            "INSERT INTO unit SELECT unnest(\(["a", "b"]))",
            "SELECT code FROM unit ORDER BY code",
            "SELECT \(7) AS number",
        ])

        #expect(answers.map(\.count) == [0, 0, 2, 1])
        #expect(answers[1].affected == 2)
        #expect(try answers[2].decode("code") == ["a", "b"])
        #expect(try answers[3][0].decode("number") == 7)
    }

    @Test func `of nothing returns nothing`() async throws {
        #expect(try await TestDatabase.connect().pipeline([]).isEmpty)
    }

    @Test func `of a thousand statements is one trip`() async throws {
        let connection = try await TestDatabase.connect()

        let answers = try await connection.pipeline((0..<1000).map { "SELECT \($0) AS number" })

        #expect(try answers.map { try $0[0].decode("number", as: Int.self) } == Array(0..<1000))
    }

    @Test func `whose answers are larger than every buffer does not lock up`() async throws {
        let connection = try await TestDatabase.connect()
        let value = [UInt8](repeating: 7, count: 1 << 20)

        let answers = try await connection.pipeline((0..<20).map { _ in "SELECT \(value) AS value" })

        #expect(try answers.allSatisfy { try $0[0].decode("value") == value })
    }

    @Test func `ends at the statement that is refused, undoes those before it and is used on`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text CONSTRAINT unit_code_key UNIQUE)")

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.pipeline([
                "INSERT INTO unit VALUES (\("a"))", "INSERT INTO unit VALUES (\("a"))", "SELECT \(1)",
            ])
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_code_key"))
        #expect(connection.isReusable)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
        #expect(try await connection.pipeline(["SELECT \(1)", "SELECT \(2)"]).count == 2)
    }

    @Test func `that ends in COMMIT ends the transaction around it`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text)")

        try await connection.transaction { transaction in
            try await transaction.run("INSERT INTO unit VALUES ('a')")
            try await transaction.pipeline(["INSERT INTO unit VALUES ('b')", "COMMIT"])
        }

        #expect(connection.transactionStatus == .idle)
        #expect(try await connection.run("SELECT FROM unit").count == 2)
    }

    @Test func `that begins a transaction leaves it open, and failed if it is refused`() async throws {
        let connection = try await TestDatabase.connect()

        try await connection.pipeline(["BEGIN", "SELECT 1"])
        let afterBegin = connection.transactionStatus
        await #expect(throws: DatabaseError.self) { try await connection.pipeline(["SELECT 1", "SELECT 1 / 0"]) }
        let afterRefusal = connection.transactionStatus
        let commit = await #expect(throws: DatabaseError.self) { try await connection.pipeline(["COMMIT"]) }

        #expect(afterBegin == .inTransaction)
        #expect(afterRefusal == .failed)
        #expect(commit?.sqlState == .failedTransaction)
        #expect(connection.isReusable)
    }
}
