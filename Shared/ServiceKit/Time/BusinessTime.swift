/// What a process knows about the business clock, without any clock of its own: instants come in, instants go out.
///
/// All instants are microseconds. `machine` is the machine's time of day, `steady` a clock of the machine that only
/// goes forward, `database` the database's time of day.
struct BusinessTime: Sendable {
    /// The row that makes a rehearsal: at the database's instant `since` it is `business`.
    struct Rehearsal: Sendable, Equatable {
        let business: Int64
        let since: Int64

        /// The years 1 to 9999: sums of such instants and differences do not overflow.
        private static let sensible = Int64(-62_135_596_800_000_000)...253_402_300_799_999_999

        /// The row's columns, which are nil where there is no row.
        init?(business: Int64?, since: Int64?) throws(ClockError) {
            guard let business, let since else { return nil }
            guard Self.sensible.contains(business), Self.sensible.contains(since) else { throw ClockError() }
            self.business = business
            self.since = since
        }
    }

    /// One answer of the database, and between which instants it came.
    struct Reading: Sendable {
        let rehearsal: Rehearsal?
        let database: Int64
        let steadyBefore: Int64
        let steadyAfter: Int64
    }

    private(set) var rehearsal: Rehearsal?
    /// The database's time less the steady clock's.
    private var offset: Int64?
    private var latest = Int64.min

    /// Takes an answer in.
    ///
    /// The answer was made somewhere between the question and its arrival, which bounds the offset; what is known
    /// already moves only as far as these bounds force it, so a slow answer does no harm and a quick one sharpens it.
    mutating func learn(_ reading: Reading) {
        let most = reading.database - reading.steadyBefore
        let least = reading.database - reading.steadyAfter
        self.offset = min(max(self.offset ?? (least + (most - least) / 2), least), most)
        if self.rehearsal != reading.rehearsal {
            self.rehearsal = reading.rehearsal
            // Another row is another time: what was shown before does not bind it.
            self.latest = Int64.min
        }
    }

    /// Now; never earlier than it was before, as long as the row is the same.
    mutating func now(machine: Int64, steady: Int64) -> Int64 {
        var now = machine
        if let rehearsal = self.rehearsal, let offset = self.offset {
            now = rehearsal.business + (steady + offset - rehearsal.since)
        }
        self.latest = max(self.latest, now)
        return self.latest
    }
}
