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

@Suite struct `Settings of a database` {
    @Test(arguments: [
        "postgresql://keeper:hidden@db.example:5433/registry?sslmode=require",
        "host=db.example port=5433 dbname=registry user=keeper password=hidden",
    ])
    func `are read from an address and shown without the password`(text: String) throws {
        let settings = try DatabaseSettings(text)

        #expect(settings.description == "keeper@db.example:5433/registry")
    }

    @Test func `take the program's name from the address`() throws {
        let settings = try DatabaseSettings("postgresql:///x?application_name=guoying-registry")

        #expect(settings.applicationName == "guoying-registry")
    }

    @Test(arguments: [
        "postgresql://keeper:hidden@[db.example/registry", "postgresql://keeper:hidden@db.example/registry?colour",
        "host=db.example password = hid den", "postgresql://keeper:hidden@db.example/registry?colour=red",
        "postgresql://keeper:hid%zzden@db.example/", "mysql://keeper:hidden@db.example/registry", "a\0b",
    ])
    func `that cannot be read are refused without being quoted`(text: String) throws {
        let error = #expect(throws: DatabaseError.self) { try DatabaseSettings(text) }

        #expect(error?.kind == .misconfigured)
        #expect(error?.description.contains("hid") == false)
        #expect(error?.description.contains("den") == false)
    }
}

@Suite struct `A code of the server` {
    @Test func `says whether trying again can help`() {
        let transient: [SQLState] = [
            .serializationFailure, .deadlockDetected, .adminShutdown, .lockNotAvailable, .tooManyConnections,
            SQLState(rawValue: "08006"),
        ]
        let lasting: [SQLState] = [.uniqueViolation, .insufficientPrivilege, .queryCanceled, .syntaxError]

        #expect(transient.allSatisfy { $0.isTransient })
        #expect(!lasting.contains { $0.isTransient })
        #expect(SQLState.uniqueViolation.class == "23")
    }
}
