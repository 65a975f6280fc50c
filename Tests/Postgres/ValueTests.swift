import FoundationEssentials
import Postgres
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A value` {
    private func echo<Value: SQLParameter & SQLColumn>(_ value: Value, as type: StaticString) async throws -> Value {
        try await TestDatabase.connect().run("SELECT \(value)::\(raw: type) AS value")[0].decode("value")
    }

    /// What the server itself makes of a value, so that a mistake made both ways is seen.
    private func text(of value: some SQLParameter) async throws -> String {
        try await TestDatabase.connect().run("SELECT \(value)::text AS value")[0].decode("value")
    }

    @Test(arguments: ["", "'; DROP TABLE unit; --", "naïve 🦊", "党支部", "line\nline\t\\ \"quoted\" $1"])
    func `of text comes back exactly as it was sent`(value: String) async throws {
        #expect(try await self.echo(value, as: "text") == value)
        #expect(try await self.echo(value, as: "varchar") == value)
    }

    @Test func `of a whole number comes back at its limits`() async throws {
        for value in [Int64.min, -1, 0, 1, .max] { #expect(try await self.echo(value, as: "bigint") == value) }
        for value in [Int.min, 0, .max] { #expect(try await self.echo(value, as: "bigint") == value) }
        for value in [Int32.min, 0, .max] { #expect(try await self.echo(value, as: "integer") == value) }
        for value in [Int16.min, 0, .max] { #expect(try await self.echo(value, as: "smallint") == value) }
        #expect(try await self.text(of: Int64.min) == "-9223372036854775808")
    }

    @Test func `of a narrower number is read as a wider one, never the other way round`() async throws {
        let row = try await TestDatabase.connect().run("SELECT 7::smallint AS small, 8::integer AS middle")[0]

        #expect(try row.decode("small", as: Int.self) == 7)
        #expect(try row.decode("small", as: Int32.self) == 7)
        #expect(try row.decode("middle", as: Int64.self) == 8)
        #expect(throws: DatabaseError.self) { try row.decode("middle", as: Int16.self) }
    }

    @Test func `of a binary fraction comes back bit by bit`() async throws {
        for value in [0, -0.0, 1.5, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity] {
            let returned = try await self.echo(value, as: "double precision")

            #expect(returned.bitPattern == value.bitPattern)
        }
        #expect(try await self.echo(Double.nan, as: "double precision").isNaN)
    }

    @Test func `of truth comes back`() async throws {
        #expect(try await self.echo(true, as: "bool"))
        #expect(try await !self.echo(false, as: "bool"))
    }

    @Test func `of bytes comes back, empty or not`() async throws {
        let all = (0...255).map { UInt8($0) }

        #expect(try await self.echo(all, as: "bytea") == all)
        #expect(try await self.echo([UInt8](), as: "bytea") == [])
        #expect(try await self.echo([all, [], [0]], as: "bytea[]") == [all, [], [0]])
        #expect(try await self.echo(UInt8(0x41), as: "\"char\"") == 0x41)
        #expect(try await self.text(of: [0xDE, 0xAD] as [UInt8]) == "\\xdead")
    }

    @Test func `of an identifier comes back`() async throws {
        let id = UUID()

        #expect(try await self.echo(id, as: "uuid") == id)
        #expect(try await self.text(of: id) == id.uuidString.lowercased())
    }

    @Test func `of an instant comes back, also before the year 2000 and at infinity`() async throws {
        for microseconds in [0, 1, -1, 946_684_800_000_000, 1_614_556_799_999_999, -62_135_596_800_000_000] as [Int64] {
            let value = Timestamp(microseconds: microseconds)

            #expect(try await self.echo(value, as: "timestamptz") == value)
        }
        let lastOfFebruary = Timestamp(microseconds: 1_614_556_799_999_999)
        #expect(try await self.text(of: lastOfFebruary) == "2021-02-28 23:59:59.999999+00")
        #expect(try await self.text(of: Timestamp(microseconds: -1)) == "1969-12-31 23:59:59.999999+00")
        #expect(try await self.text(of: Timestamp.infinity) == "infinity")
        #expect(try await self.echo(Timestamp.negativeInfinity, as: "timestamptz") == .negativeInfinity)
    }

    @Test func `of an instant that the server does not know is refused, not bent`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            try await self.text(of: Timestamp(microseconds: .min + 1))
        }

        #expect(error?.sqlState == .datetimeFieldOverflow)
    }

    @Test func `of a day comes back, also before the year 2000 and at infinity`() async throws {
        for days in [0, -1, 10_957, 18_686] as [Int32] {
            let value = CivilDate(daysSince1970: days)

            #expect(try await self.echo(value, as: "date") == value)
        }
        #expect(try await self.text(of: CivilDate(daysSince1970: 18_686)) == "2021-02-28")
        #expect(try await self.text(of: CivilDate.infinity) == "infinity")
    }

    @Test func `of JSON comes back as it was from json, and taken apart from jsonb`() async throws {
        let connection = try await TestDatabase.connect()
        let row = try await connection.run(
            #"SELECT '{"b": 1,  "a":2}'::json AS kept, '{"b": 1,  "a":2}'::jsonb AS apart"#)[0]

        #expect(try row.decode("kept", as: JSONText.self) == JSONText(#"{"b": 1,  "a":2}"#))
        #expect(try row.decode("apart", as: JSONText.self) == JSONText(#"{"a": 2, "b": 1}"#))
        #expect(try await self.echo(JSONText("[1, \"会\"]"), as: "jsonb") == JSONText("[1, \"会\"]"))
        #expect(try await self.echo(JSONText("[1,\"会\"]"), as: "json") == JSONText("[1, \"会\"]"))
    }

    @Test func `that is missing comes back missing`() async throws {
        #expect(try await self.echo(Int?.none, as: "bigint") == nil)
        #expect(try await self.echo(String?.some("x"), as: "text") == "x")
        #expect(try await self.echo([UInt8]?.none, as: "bytea") == nil)
    }

    @Test func `of an array comes back, empty, with gaps and with a thousand elements`() async throws {
        #expect(try await self.echo([Int](), as: "bigint[]") == [])
        #expect(try await self.echo([1, nil, 3] as [Int32?], as: "integer[]") == [1, nil, 3])
        #expect(try await self.echo(["", "党", "a,b", "{}"], as: "text[]") == ["", "党", "a,b", "{}"])
        #expect(try await self.echo((0..<1000).map { Int64($0) }, as: "bigint[]") == (0..<1000).map { Int64($0) })
        #expect(try await self.echo([UUID](), as: "uuid[]") == [])
        #expect(try await self.echo([Timestamp(microseconds: 5)], as: "timestamptz[]") == [Timestamp(microseconds: 5)])
        #expect(try await self.echo([true, false], as: "bool[]") == [true, false])
        #expect(try await self.echo([JSONText("{}")], as: "jsonb[]") == [JSONText("{}")])
        #expect(try await self.text(of: [1, nil] as [Int?]) == "{1,NULL}")
    }

    @Test func `of an array with a gap cannot be read as an array without`() async throws {
        let row = try await TestDatabase.connect().run("SELECT ARRAY[1, NULL]::bigint[] AS gap")[0]

        let error = #expect(throws: DatabaseError.self) { try row.decode("gap", as: [Int].self) }

        #expect(error?.kind == .unreadable(column: "gap"))
    }

    @Test func `of two dimensions is named as such`() async throws {
        let row = try await TestDatabase.connect().run("SELECT '{{1,2},{3,4}}'::bigint[] AS square")[0]

        let error = #expect(throws: DatabaseError.self) { try row.decode("square", as: [Int].self) }

        #expect(error?.message.contains("2 dimensions") == true)
    }

    @Test func `of text with NUL is refused before it is sent, alone and in an array`() async throws {
        let connection = try await TestDatabase.connect()

        for statement in ["SELECT \("a\0b")", "SELECT \(["fine", "a\0b"])", "SELECT \(JSONText("\"\0\""))"] as [SQL] {
            let error = await #expect(throws: DatabaseError.self) { try await connection.run(statement) }

            #expect(error?.sqlState == .characterNotInRepertoire)
            #expect(error?.message.contains("$1") == true)
        }
        #expect(connection.isReusable)
        #expect(try await connection.run("SELECT \([0, 1] as [UInt8])").count == 1)
    }

    @Test func `of forty megabytes goes there and back`() async throws {
        var value = (0..<1024).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        while value.count < 40 << 20 { value += value }

        let returned = try await self.echo(value, as: "bytea")

        // As data, because that compares all bytes at once also without optimisation.
        let isSame = Data(returned) == Data(value)
        #expect(isSame)
    }

    @Test func `of a type that nobody reads is named with its type`() async throws {
        let row = try await TestDatabase.connect().run("SELECT 1.5::numeric AS total, NULL::text AS name")[0]

        let wrongType = #expect(throws: DatabaseError.self) { try row.decode("total", as: Int.self) }
        let missing = #expect(throws: DatabaseError.self) { try row.decode("name", as: String.self) }
        let unknown = #expect(throws: DatabaseError.self) { try row.decode("sum", as: Int.self) }
        let outside = #expect(throws: DatabaseError.self) { try row.decode(2, as: Int.self) }

        #expect(wrongType?.message.contains("column total is of type numeric, which cannot be read as Int") == true)
        #expect(missing?.message.contains("column name is NULL") == true)
        #expect(unknown?.message == "there is no column sum; there are: total, name")
        #expect(outside?.kind == .unreadable(column: "2"))
    }
}
