import FoundationEssentials
import Postgres
import Synchronization
import Testing

@Suite(.scratchSchema, .timeLimit(.minutes(1)))
struct `A connection` {
    @Test func `names the constraint that refused an insert`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (name text CONSTRAINT unit_name_key UNIQUE)")
        try await connection.run("INSERT INTO unit VALUES (\("warden"))")

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.run("INSERT INTO unit VALUES (\("warden"))")
        }

        #expect(error?.kind == .refused(.uniqueViolation, constraint: "unit_name_key"))
        #expect(error?.statement == "INSERT INTO unit VALUES ($1)")
        #expect(error?.detail?.contains("warden") == true)
        #expect(error?.description.contains("warden") == false)
        #expect(connection.isReusable)
    }

    @Test func `keeps a value that cannot be read out of the message`() async throws {
        let connection = try await TestDatabase.connect()

        let error = await #expect(throws: DatabaseError.self) {
            try await connection.run("SELECT \("secret")::int")
        }

        #expect(error?.sqlState == .invalidTextRepresentation)
        #expect(error?.message == "invalid input syntax for type integer: \"…\"")
    }

    @Test func `is used on after a statement that was refused`() async throws {
        let connection = try await TestDatabase.connect()

        let error = await #expect(throws: DatabaseError.self) { try await connection.run("SELEC 1") }

        #expect(error?.sqlState == .syntaxError)
        #expect(try await connection.run("SELECT 1 AS one")[0].decode("one", as: Int32.self) == 1)
    }

    @Test func `inserts many rows by unnest and counts them`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("CREATE TABLE unit (code text, members bigint, since date)")
        let codes = (0..<500).map { "unit-\($0)" }
        let members = (0..<500).map { $0 % 7 == 0 ? nil : Int64($0) }
        let days = (0..<500).map { CivilDate(daysSince1970: Int32($0)) }

        let inserted = try await connection.run(
            "INSERT INTO unit SELECT * FROM unnest(\(codes), \(members), \(days))")
        let rows = try await connection.run("SELECT code, members FROM unit ORDER BY since")

        #expect(inserted.affected == 500)
        #expect(inserted.isEmpty)
        #expect(try rows.decode("code") == codes)
        #expect(try rows.decode("members") == members)
        #expect(rows.columnNames == ["code", "members"])
    }

    @Test func `returns a hundred thousand rows`() async throws {
        let rows = try await TestDatabase.connect().run("SELECT number FROM generate_series(1, 100000) AS number")

        #expect(rows.count == 100_000)
        #expect(try rows.decode("number", as: Int32.self).reduce(0) { $0 + Int($1) } == 5_000_050_000)
        #expect(try rows[99_999].decode(0) == Int32(100_000))
    }

    @Test func `runs a script of several statements`() async throws {
        let connection = try await TestDatabase.connect()

        try await connection.script("CREATE TABLE one (id int); CREATE TABLE two (id int); INSERT INTO two VALUES (1)")
        let error = await #expect(throws: DatabaseError.self) {
            try await connection.script("INSERT INTO one VALUES (1); INSERT INTO three VALUES (1)")
        }

        #expect(error?.sqlState == .undefinedTable)
        #expect(try await connection.run("SELECT FROM one").isEmpty)
        #expect(try await connection.run("SELECT FROM two").count == 1)
    }

    @Test func `refuses a COPY where only copy(into:) can speak it`() async throws {
        for attempt in 0..<3 {
            let connection = try await TestDatabase.connect()
            try await connection.run("CREATE TABLE IF NOT EXISTS unit (code text)")

            let error = await #expect(throws: DatabaseError.self) {
                switch attempt {
                case 0: try await connection.run("COPY unit FROM STDIN")
                case 1: try await connection.script("COPY unit TO STDOUT")
                default: try await connection.pipeline(["SELECT 1", "COPY unit FROM STDIN", "SELECT 2"])
                }
            }

            #expect(error?.sqlState == .featureNotSupported)
            #expect(!connection.isReusable)
        }
    }

    @Test func `hands notices over and prints none`() async throws {
        let notices = Mutex<[Notice]>([])
        let connection = try await TestDatabase.connect { notice in notices.withLock { $0.append(notice) } }

        try await connection.script("DO $$ BEGIN RAISE WARNING 'low on paper'; END $$")
        try await connection.run("DROP TABLE IF EXISTS nowhere")

        let taken = notices.withLock(\.self)
        #expect(taken.map(\.severity) == ["WARNING", "NOTICE"])
        #expect(taken.map(\.message) == ["low on paper", "table \"nowhere\" does not exist, skipping"])
        #expect(taken[0].sqlState.rawValue == "01000")
    }

    @Test func `carries its session settings from the first packet on`() async throws {
        var settings = try TestDatabase.settings()
        settings.applicationName = "settings test"
        settings.session["statement_timeout"] = "1234ms"
        settings.session["guoying.note"] = #"two words \ and a backslash"#
        let connection = try await Connection.connect(settings)

        let row = try await connection.run(
            """
            SELECT current_setting('application_name') AS name, current_setting('statement_timeout') AS limit,
                current_setting('guoying.note') AS note, current_setting('TimeZone') AS zone,
                current_setting('client_encoding') AS encoding
            """)[0]

        #expect(try row.decode("name") == "settings test")
        #expect(try row.decode("limit") == "1234ms")
        #expect(try row.decode("note") == #"two words \ and a backslash"#)
        #expect(try row.decode("zone") == "UTC")
        #expect(try row.decode("encoding") == "UTF8")
    }

    @Test func `says which process serves it`() async throws {
        let connection = try await TestDatabase.connect()

        let row = try await connection.run("SELECT pg_backend_pid() AS pid")[0]

        #expect(try row.decode("pid") == connection.backendProcessID)
    }

    @Test func `that was closed refuses what follows`() async throws {
        let connection = try await TestDatabase.connect()
        connection.close()

        let error = await #expect(throws: DatabaseError.self) { try await connection.run("SELECT 1") }

        #expect(error?.kind == .disconnected)
        #expect(error?.message == "the connection is closed")
        #expect(connection.transactionStatus == .disconnected)
        #expect(!connection.isReusable)
    }

    @Test func `stops a statement at its time limit and is used on`() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run("SET statement_timeout = '20ms'")

        let error = await #expect(throws: DatabaseError.self) { try await connection.run("SELECT pg_sleep(30)") }

        #expect(error?.sqlState == .queryCanceled)
        #expect(error?.message == "canceling statement due to statement timeout")
        #expect(connection.isReusable)
    }

    @Test func `refuses more values than the protocol can count`() async throws {
        var statement: SQL = "SELECT 1 WHERE 1 IN (0"
        for number in 0..<65_536 { statement += ", \(number)" }
        let tooLong = statement + ")"
        let connection = try await TestDatabase.connect()

        let error = await #expect(throws: DatabaseError.self) { try await connection.run(tooLong) }

        #expect(error?.sqlState == .tooManyArguments)
        #expect(connection.isReusable)
    }

    @Test func `that waits takes no thread, so that a hundred wait at once`() async throws {
        let observer = try await TestDatabase.connect()
        let lock = Int64.random(in: 0...(.max))
        try await observer.run("SELECT pg_advisory_lock(\(lock))")

        try await withThrowingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask {
                    try await TestDatabase.connect().run("SELECT pg_advisory_xact_lock_shared(\(lock))")
                }
            }
            try await eventually("all of them should wait") {
                let row = try await observer.run(
                    """
                    SELECT count(*) AS count FROM pg_locks
                    WHERE locktype = 'advisory' AND NOT granted
                        AND (classid::bigint << 32 | objid::bigint) = \(lock)
                    """)[0]
                return try row.decode("count") == 100
            }
            try await observer.run("SELECT pg_advisory_unlock(\(lock))")
            try await group.waitForAll()
        }
    }
}
