import FoundationEssentials
import Postgres
import Testing

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `A COPY` {
    private struct Failure: Error {}
    private static let table: SQL = "unit (id, name, digest)"
    private static let statement: SQL = "COPY unit (id, name, digest) FROM STDIN (FORMAT binary)"

    private func connectionWithTable() async throws -> Connection {
        let connection = try await TestDatabase.connect()
        try await connection.run(
            "CREATE TABLE unit (id bigint CONSTRAINT unit_id_key UNIQUE, name text, digest bytea)")
        return connection
    }

    private func rows(_ ids: some Sequence<Int>) -> CopyEncoder {
        var encoder = CopyEncoder()
        for id in ids {
            encoder.beginRow(columns: 3)
            encoder.append(id)
            encoder.append(id.isMultiple(of: 2) ? "单位 \(id)" : nil)
            encoder.append(field: [1, 2, UInt8(truncatingIfNeeded: id)])
        }
        return encoder
    }

    // Few rows go by another way than many.
    @Test(arguments: [3, 16, 17]) func `brings rows into a table`(count expected: Int) async throws {
        let connection = try await self.connectionWithTable()

        let count = try await connection.copy(self.rows(0..<expected), into: Self.table)
        let rows = try await connection.run("SELECT id, name, digest FROM unit ORDER BY id")

        #expect(count == expected)
        #expect(try rows.decode("id") == Array(0..<expected))
        #expect(try rows.decode("name", as: String?.self).prefix(3) == ["单位 0", nil, "单位 2"])
        #expect(try rows.decode("digest", as: [UInt8].self).prefix(3) == [[1, 2, 0], [1, 2, 1], [1, 2, 2]])
        #expect(connection.isReusable)
    }

    @Test(arguments: [1, 17]) func `of every type brings what was written`(count: Int) async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run(
            """
            CREATE TABLE sample (a bool, b smallint, c integer, d bigint, e double precision, f uuid, g timestamptz,
                h date, i jsonb, j text[], k bytea, l json)
            """)
        let id = UUID()
        var encoder = CopyEncoder()
        for _ in 0..<count {
            encoder.beginRow(columns: 12)
            encoder.append(true)
            encoder.append(-2 as Int16)
            encoder.append(-3 as Int32)
            encoder.append(-4)
            encoder.append(0.5)
            encoder.append(id)
            encoder.append(Timestamp(microseconds: -5))
            encoder.append(CivilDate(daysSince1970: -6))
            encoder.append(JSONText("{\"a\":1}"))
            encoder.append(["x", nil])
            encoder.appendNull()
            encoder.append(field: "[ 1]".utf8)
        }

        try await connection.copy(encoder, into: "sample")
        let row = try await connection.run("SELECT * FROM sample")[0]

        #expect(try row.decode("a"))
        #expect(try row.decode("b") == Int16(-2))
        #expect(try row.decode("c") == Int32(-3))
        #expect(try row.decode("d") == -4)
        #expect(try row.decode("e") == 0.5)
        #expect(try row.decode("f") == id)
        #expect(try row.decode("g") == Timestamp(microseconds: -5))
        #expect(try row.decode("h") == CivilDate(daysSince1970: -6))
        #expect(try row.decode("i") == JSONText("{\"a\": 1}"))
        #expect(try row.decode("j", as: [String?].self) == ["x", nil])
        #expect(try row.decode("k", as: [UInt8]?.self) == nil)
        #expect(try row.decode("l") == JSONText("[ 1]"))
    }

    @Test func `leaves out the rows it is told to`() async throws {
        let connection = try await self.connectionWithTable()

        let count = try await connection.copy(
            self.rows(0..<10), into: Self.table, leavingOut: [0, 3, 4, 9])

        #expect(count == 6)
        #expect(try await connection.run("SELECT id FROM unit ORDER BY id").decode("id") == [1, 2, 5, 6, 7, 8])
    }

    @Test func `of no rows copies none`() async throws {
        let connection = try await self.connectionWithTable()

        #expect(try await connection.copy(CopyEncoder(), into: Self.table) == 0)
        #expect(try await connection.copy(self.rows(0..<2), into: Self.table, leavingOut: [0, 1]) == 0)
    }

    @Test func `of fifty megabytes arrives whole`() async throws {
        let connection = try await self.connectionWithTable()
        let digest = [UInt8](repeating: 0xAB, count: 5_000)
        var encoder = CopyEncoder(reservingCapacity: 51 << 20)
        for id in 0..<10_000 {
            encoder.beginRow(columns: 3)
            encoder.append(id)
            encoder.appendNull()
            encoder.append(digest)
        }

        let count = try await connection.copy(encoder, into: Self.table)
        let sum = try await connection.run("SELECT sum(length(digest))::bigint AS bytes FROM unit")[0]

        #expect(count == 10_000)
        #expect(try sum.decode("bytes") == 50_000_000)
    }

    @Test(arguments: [2, 20])
    func `that breaks a constraint is refused by name, and the connection is used on`(count: Int) async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.copy(self.rows(Array(1...count) + [1]), into: Self.table)
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_id_key"))
        #expect(connection.isReusable)
        #expect(try await connection.copy(self.rows([1, 2, 3]), into: Self.table) == 3)
    }

    @Test func `whose body throws leaves nothing, and throws the same`() async throws {
        let connection = try await self.connectionWithTable()
        let encoder = self.rows(0..<5_000)

        await #expect(throws: Failure.self) {
            try await connection.copy(into: Self.statement) { sink in
                try await sink.write(encoder.bytes)
                throw Failure()
            }
        }

        #expect(connection.isReusable)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `of a damaged row is refused, and rolled back with its transaction`() async throws {
        let connection = try await self.connectionWithTable()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.transaction { transaction in
                try await transaction.run("INSERT INTO unit VALUES (1)")
                try await transaction.copy(into: Self.statement) { sink in
                    try await sink.write(Array(self.rows([2]).bytes.dropLast(3)))
                }
            }
        }

        guard case .refused? = error?.kind else {
            Issue.record("expected a refusal, not \(String(describing: error))")
            return
        }
        #expect(connection.isReusable)
        #expect(try await connection.run("SELECT FROM unit").isEmpty)
    }

    @Test func `into a table that is not there is refused before anything is sent`() async throws {
        let connection = try await TestDatabase.connect()

        let missing = await #expect(throws: DatabaseError.self) {
            try await connection.copy(into: Self.statement) { _ in Issue.record("nothing should be asked for") }
        }
        let other = await #expect(throws: DatabaseError.self) {
            try await connection.copy(into: "SELECT 1") { _ in Issue.record("nothing should be asked for") }
        }

        #expect(missing?.sqlState == .undefinedTable)
        #expect(other?.message == "the statement is no COPY … FROM STDIN")
        #expect(connection.isReusable)
    }

    @Test func `whose server goes away is disconnected`() async throws {
        let connection = try await self.connectionWithTable()
        let encoder = self.rows(0..<1_000)

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.copy(into: Self.statement) { sink in
                try await TestDatabase.terminate(connection.backendProcessID)
                for _ in 0..<10_000 { try await sink.write(encoder.bytes) }
            }
        }

        #expect(error?.kind == .disconnected)
        #expect(!connection.isReusable)
    }

    @Test func `goes on within a transaction that has begun, statement after statement`() async throws {
        let connection = try await self.connectionWithTable()

        try await connection.transaction { transaction in
            try await transaction.copy(self.rows([1]), into: Self.table)
            try await transaction.pipeline(["UPDATE unit SET id = 7", "SELECT 1"])
            try await transaction.copy(self.rows([1]), into: Self.table)
        }

        #expect(try await connection.run("SELECT id FROM unit ORDER BY id").decode("id") == [1, 7])
    }
}
