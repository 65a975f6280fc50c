public import Postgres
import Synchronization

/// The business clock that all processes share: the machine's, unless the register holds a rehearsal.
///
/// A rehearsal is a row of `registry.clock_v1`: at the database's instant `since` it was `business`, and from there
/// time goes on as the database's does. How the database's clock stands to a steady one of this machine is measured
/// whenever the row is looked at, so asking for the time costs nothing; and every process, today or after a restart,
/// gives the same answer to within the time of that look.
public final class SharedClock: BusinessClock {
    private let time: Mutex<BusinessTime>

    private init(_ time: BusinessTime) {
        self.time = Mutex(time)
    }

    /// A clock that has looked at the register once.
    ///
    /// - Throws: `DatabaseError`, or ``ClockError`` where the row is no sensible time.
    public static func learning(on connection: Connection) async throws -> SharedClock {
        let clock = SharedClock(BusinessTime())
        try await clock.learn(on: connection)
        return clock
    }

    /// Looks at the register again, in one query.
    ///
    /// - Returns: Whether a rehearsal began, ended or was set anew since the last look.
    /// - Throws: `DatabaseError`, or ``ClockError`` where the row is no sensible time; what was known stays in force.
    @discardableResult
    public func learn(on connection: Connection) async throws -> Bool {
        let before = MachineClock.microsecondsSinceBoot()
        let rows = try await connection.run(
            """
            SELECT clock_timestamp() AS database, rehearsal.business, rehearsal.since
            FROM (VALUES (true)) AS one (row) LEFT JOIN registry.clock_v1 AS rehearsal ON true
            """)
        let after = MachineClock.microsecondsSinceBoot()
        let row = rows[0]
        let reading = BusinessTime.Reading(
            rehearsal: try BusinessTime.Rehearsal(
                business: try row.decode("business", as: Timestamp?.self)?.microseconds,
                since: try row.decode("since", as: Timestamp?.self)?.microseconds),
            database: try row.decode("database", as: Timestamp.self).microseconds,
            steadyBefore: before, steadyAfter: after)
        return self.time.withLock { time in
            let known = time.rehearsal
            time.learn(reading)
            return time.rehearsal != known
        }
    }

    /// Now, in microseconds since 1970; never earlier than before, as long as the rehearsal is the same.
    public func now() -> Int64 {
        self.time.withLock { time in
            time.now(machine: MachineClock.microsecondsSince1970(), steady: MachineClock.microsecondsSinceBoot())
        }
    }

    /// Whether time is rehearsed.
    public var isRehearsal: Bool { self.time.withLock { $0.rehearsal != nil } }
}
