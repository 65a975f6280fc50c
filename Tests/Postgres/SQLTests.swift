import Postgres
import Testing

@Suite struct `A statement` {
    @Test func `has a parameter for each value`() {
        let name = "'; DROP TABLE unit; --"

        let statement: SQL = "SELECT \(name), \(3) WHERE \(true)"

        #expect(statement.text == "SELECT $1, $2 WHERE $3")
    }

    @Test func `quotes identifiers`() {
        let statement: SQL = "SELECT \(identifier: "od\"d") FROM \(identifier: "单位")"

        #expect(statement.text == "SELECT \"od\"\"d\" FROM \"单位\"")
    }

    @Test func `numbers the values of what is added on`() {
        let condition: SQL = "unit = \("u") AND kind = \("k")"
        let order: SQL = " ORDER BY \(identifier: "$1") LIMIT \(10)"

        let statement = "SELECT '$1', \(1) FROM activity WHERE \(condition)" + order

        #expect(
            statement.text
                == "SELECT '$1', $1 FROM activity WHERE unit = $2 AND kind = $3 ORDER BY \"$1\" LIMIT $4")
    }

    @Test func `of more than nine values is still numbered right`() {
        let nine: SQL = "\(1), \(2), \(3), \(4), \(5), \(6), \(7), \(8), \(9), \(10), \(11)"

        let statement = "SELECT \(0), " + nine + ", \(12)"

        #expect(statement.text == "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13")
    }

    @Test(.timeLimit(.minutes(1))) func `put together runs with its values in order`() async throws {
        let ends: SQL = "\(1)::bigint AS first, \([2, 3])::bigint[] AS middle"

        let row = try await TestDatabase.connect().run("SELECT " + ends + ", \(Int?.none) AS last, \("") AS empty")[0]

        #expect(try row.decode("first") == 1)
        #expect(try row.decode("middle") == [2, 3])
        #expect(try row.decode("last", as: Int?.self) == nil)
        #expect(try row.decode("empty") == "")
    }
}
