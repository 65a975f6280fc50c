internal import Domain

/// From where units and sources are judged.
struct Standpoint: Hashable, Sendable {
    /// As of when, and as known when.
    let now: Instant
    /// Up to when all that had been sent is known to have been taken in; none where nobody knows that of any instant,
    /// or where nothing is to be raised.
    let settled: Instant?

    init(now: Instant, settled: Instant?) {
        self.now = now
        // What is judged is judged as of now: nothing beyond it can count as settled.
        self.settled = settled.map { min($0, now) }
    }
}
