internal import Glibc

/// The machine's clocks.
enum MachineClock {
    /// The time of day, in microseconds since 1970 (UTC).
    @Sendable static func microsecondsSince1970() -> Int64 { self.read(CLOCK_REALTIME) }

    /// A clock that only goes forward, and goes on while the machine sleeps, in microseconds since some instant.
    @Sendable static func microsecondsSinceBoot() -> Int64 { self.read(CLOCK_BOOTTIME) }

    /// What the process has used of the processors, in microseconds.
    static func processMicroseconds() -> Int64 { self.read(CLOCK_PROCESS_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
