import FoundationEssentials
import Kit
import Postgres
import Testing

@testable import ServiceKit

@Suite struct `Business time` {
    /// A day in 2026, and one in 2021, in microseconds.
    private static let today: Int64 = 1_780_000_000_000_000
    private static let may: Int64 = 1_620_144_000_000_000

    private func reading(
        _ rehearsal: (business: Int64, since: Int64)?, database: Int64, steady: (Int64, Int64)
    ) throws -> BusinessTime.Reading {
        BusinessTime.Reading(
            rehearsal: try BusinessTime.Rehearsal(business: rehearsal?.business, since: rehearsal?.since),
            database: database, steadyBefore: steady.0, steadyAfter: steady.1)
    }

    @Test func `is the machine's without a rehearsal`() throws {
        var time = BusinessTime()

        try time.learn(self.reading(nil, database: Self.today + 5, steady: (100, 200)))

        #expect(time.now(machine: Self.today, steady: 1_000) == Self.today)
    }

    @Test func `is the rehearsal's and goes on as the database's does`() throws {
        var time = BusinessTime()

        try time.learn(self.reading((Self.may, Self.today), database: Self.today + 3_000, steady: (100, 100)))

        #expect(time.now(machine: 0, steady: 100) == Self.may + 3_000)
        #expect(time.now(machine: 0, steady: 7_100) == Self.may + 10_000)
    }

    @Test func `never goes backwards`() throws {
        var time = BusinessTime()

        #expect(time.now(machine: 500, steady: 0) == 500)
        #expect(time.now(machine: 400, steady: 1) == 500)
        #expect(time.now(machine: 600, steady: 2) == 600)

        try time.learn(self.reading((Self.may, 0), database: 1_000, steady: (0, 0)))
        #expect(time.now(machine: 0, steady: 0) == Self.may + 1_000)
        // The database's clock was set back by half of that.
        try time.learn(self.reading((Self.may, 0), database: 600, steady: (100, 100)))
        #expect(time.now(machine: 0, steady: 100) == Self.may + 1_000)
        #expect(time.now(machine: 0, steady: 600) == Self.may + 1_100)
    }

    @Test func `follows a rehearsal that begins, moves and ends`() throws {
        var time = BusinessTime()

        #expect(time.now(machine: Self.today, steady: 0) == Self.today)
        try time.learn(self.reading((Self.may, Self.today), database: Self.today, steady: (0, 0)))
        #expect(time.now(machine: Self.today, steady: 0) == Self.may)
        try time.learn(self.reading((Self.may + 9, Self.today), database: Self.today, steady: (0, 0)))
        #expect(time.now(machine: Self.today, steady: 0) == Self.may + 9)
        try time.learn(self.reading(nil, database: Self.today, steady: (0, 0)))
        #expect(time.now(machine: Self.today, steady: 0) == Self.today)
    }

    @Test func `is not disturbed by a slow answer, and sharpened by a quick one`() throws {
        var time = BusinessTime()

        // The truth is: the database's clock is 1,000 ahead of the steady one. The first answer took 400.
        try time.learn(self.reading((Self.may, 0), database: 1_150, steady: (0, 400)))
        #expect(time.now(machine: 0, steady: 1_000) == Self.may + 1_950)
        try time.learn(self.reading((Self.may, 0), database: 2_010, steady: (1_000, 1_020)))
        #expect(time.now(machine: 0, steady: 2_000) == Self.may + 2_990)
        // An answer that took five seconds says nothing new.
        try time.learn(self.reading((Self.may, 0), database: 8_000, steady: (3_000, 8_000)))
        #expect(time.now(machine: 0, steady: 9_000) == Self.may + 9_990)
    }

    @Test(arguments: [(Int64.max, Int64(0)), (.min, 0), (0, .max), (0, .min)])
    func `refuses a row that is no time`(business: Int64, since: Int64) {
        #expect(throws: ClockError.self) { try BusinessTime.Rehearsal(business: business, since: since) }
    }
}

@Suite(.timeLimit(.minutes(1))) struct `A shared clock` {
    private static let may: Int64 = 1_620_144_000_000_000

    /// A database with a register that has nothing but a clock.
    private func withRegister(_ body: (DatabaseSettings) async throws -> Void) async throws {
        try await ScratchDatabase.with { settings in
            let connection = try await Connection.connect(settings)
            try await connection.script(
                """
                CREATE SCHEMA registry;
                CREATE TABLE registry.rehearsal (business timestamptz NOT NULL, since timestamptz NOT NULL);
                CREATE VIEW registry.clock_v1 AS SELECT business, since FROM registry.rehearsal;
                """)
            connection.close()
            try await body(settings)
        }
    }

    @Test func `shows the machine's time without a rehearsal`() async throws {
        try await self.withRegister { settings in
            let connection = try await Connection.connect(settings)

            let clock = try await SharedClock.learning(on: connection)

            let before = MachineClock.microsecondsSince1970()
            let now = clock.now()
            #expect((before...MachineClock.microsecondsSince1970()).contains(now))
            #expect(!clock.isRehearsal)
            connection.close()
        }
    }

    /// The rehearsed time now, as the database reckons it.
    private func reckoned(on connection: Connection) async throws -> Int64 {
        let row = try await connection.run(
            "SELECT business + (clock_timestamp() - since) AS now FROM registry.clock_v1")[0]
        return try row.decode("now", as: Timestamp.self).microseconds
    }

    @Test func `shows the same time in every process, and as the database reckons it`() async throws {
        try await self.withRegister { settings in
            let connection = try await Connection.connect(settings)
            try await connection.run(
                """
                INSERT INTO registry.rehearsal
                VALUES (\(Timestamp(microseconds: Self.may)), clock_timestamp() - interval '1 hour')
                """)

            let earliest = try await self.reckoned(on: connection)
            let begun = MachineClock.microsecondsSinceBoot()
            let first = try await SharedClock.learning(on: connection)
            let second = try await SharedClock.learning(on: connection)
            // A clock is as exact as the look at the database was short, however slow this machine is today.
            let look = MachineClock.microsecondsSinceBoot() - begun
            let shown = [first.now(), second.now()]
            let latest = try await self.reckoned(on: connection)

            #expect(earliest - Self.may >= 3_600_000_000)
            #expect(shown.allSatisfy { (earliest - look...latest + look).contains($0) })
            connection.close()
        }
    }

    @Test func `never steps back while it is looked at again and again`() async throws {
        try await self.withRegister { settings in
            let connection = try await Connection.connect(settings)
            try await connection.run(
                "INSERT INTO registry.rehearsal VALUES (\(Timestamp(microseconds: Self.may)), clock_timestamp())")
            let clock = try await SharedClock.learning(on: connection)

            var shown = clock.now()
            for _ in 0..<200 {
                try await clock.learn(on: connection)
                let now = clock.now()
                #expect(now >= shown)
                shown = now
            }
            connection.close()
        }
    }

    @Test func `is told of a rehearsal by its keeper, and outlives the database`() async throws {
        try await self.withRegister { settings in
            let recording = try Recording()
            let logger = Logger(label: "clock", system: LoggingSystem(to: recording.stream))
            let connection = try await Connection.connect(settings)
            let clock = try await SharedClock.learning(on: connection)
            let pool = Pool(settings, limit: 1, waitLimit: .seconds(30))
            let (signals, stop) = AsyncStream.makeStream(of: Int32.self)
            let keeper = ClockKeeper(clock, pool: pool, every: .milliseconds(20), logger: logger)

            async let ended: Void = ServiceGroup([keeper], logger: logger, signals: signals).run()
            try await connection.run(
                "INSERT INTO registry.rehearsal VALUES (\(Timestamp(microseconds: Self.may)), clock_timestamp())")
            #expect(try await eventually { clock.isRehearsal })
            try await connection.run("DROP VIEW registry.clock_v1")
            #expect(try await eventually { recording.text.contains("cannot look at the business clock") })
            let later = clock.now()
            stop.yield(15)
            try await ended

            #expect((0..<60_000_000).contains(later - Self.may))
            #expect(recording.text.contains("the business clock was set"))
            #expect(recording.lines.count == 2)
            pool.close()
            connection.close()
        }
    }

    @Test func `refuses a row that is no time`() async throws {
        try await self.withRegister { settings in
            let connection = try await Connection.connect(settings)
            try await connection.run("INSERT INTO registry.rehearsal VALUES ('infinity', now())")

            await #expect(throws: ClockError.self) { try await SharedClock.learning(on: connection) }
            connection.close()
        }
    }
}
