import Postgres
import Testing

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `A prepared statement` {
    private func preparedCount(_ connection: Connection) async throws -> Int {
        try await connection.run("SELECT count(*) AS count FROM pg_prepared_statements")[0].decode("count")
    }

    @Test func `is prepared once for many values`() async throws {
        let connection = try await TestDatabase.connect()
        let before = try await self.preparedCount(connection)

        for number in 0..<10 { try await connection.run("SELECT \(number) AS number") }

        #expect(try await self.preparedCount(connection) == before + 1)
    }

    @Test func `is another one when its values have other types`() async throws {
        let connection = try await TestDatabase.connect()

        let number = try await connection.run("SELECT \(1) AS value")[0]
        let text = try await connection.run("SELECT \("one") AS value")[0]

        #expect(try number.decode("value") == 1)
        #expect(try text.decode("value") == "one")
    }

    @Test func `is prepared again when its table was altered`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text)")
        try await connection.run("INSERT INTO unit VALUES (\("a"))")
        let before = try await connection.run("SELECT * FROM unit").columnNames

        try await connection.run("ALTER TABLE unit ADD COLUMN members integer DEFAULT 3")
        let after = try await connection.run("SELECT * FROM unit")

        #expect(before == ["code"])
        #expect(after.columnNames == ["code", "members"])
        #expect(try after[0].decode("members", as: Int32.self) == 3)
    }

    @Test func `whose table was altered is prepared again only in the next transaction`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text)")
        try await connection.run("SELECT * FROM unit")
        try await connection.run("ALTER TABLE unit ADD COLUMN members integer")

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { try await $0.run("SELECT * FROM unit") }
        }
        let next = try await connection.transaction { try await $0.run("SELECT * FROM unit") }

        #expect(error?.sqlState == .featureNotSupported)
        #expect(next.columnNames == ["code", "members"])
    }

    @Test func `that somebody deallocated is prepared again`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("SELECT \(1) AS number")
        try await connection.script("DEALLOCATE ALL")

        let row = try await connection.run("SELECT \(2) AS number")[0]

        #expect(try row.decode("number") == 2)
    }

    @Test func `that was refused is not taken for prepared`() async throws {
        let connection = try await TestDatabase.connect()

        for _ in 0..<2 {
            let error = await #expect(throws: DatabaseError.self) { try await connection.run("SELECT FROM unit") }

            #expect(error?.sqlState == .undefinedTable)
        }
        try await connection.run("CREATE TABLE unit (code text)")
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `is not kept beyond what a session holds`() async throws {
        let connection = try await TestDatabase.connect()

        for number in 0..<400 {
            // Texts of their own, as a filter that somebody puts together would make them.
            let name = "column\(number)"
            let row = try await connection.run("SELECT \(number) AS \(identifier: name)")[0]

            #expect(try row.decode(name) == number)
        }

        #expect(try await self.preparedCount(connection) == 256)
    }
}
