internal import Domain

/// When a message that was not delivered is tried again.
///
/// The pauses double from a second to an hour, give or take a tenth, so that receivers that were away are not met by
/// all at once. A receiver's `Retry-After` lengthens a pause, to an hour at most. Three days after it was entered a
/// message is given up; one that waited so long behind others is tried once all the same.
struct RetryPolicy: Sendable {
    /// The pause after the first attempt, in seconds.
    var firstPauseSeconds = 1.0
    /// The longest pause, in seconds.
    var longestPauseSeconds = 3_600.0
    /// How long a message is tried, in seconds.
    var limitSeconds: Int64 = 3 * 24 * 3_600

    /// What becomes of a message after its attempt `number`.
    ///
    /// - Parameter jitter: By how much the pause is stretched: 0.9 to 1.1, by chance.
    func attempt(
        _ number: Int, _ result: AttemptResult, of delivery: (entered: Instant, now: Instant), jitter: Double
    ) -> Attempt {
        switch result {
        case .delivered(let status):
            return Attempt(number: number, outcome: .delivered, status: status, reason: nil, next: nil)
        case .refusedForGood(let reason, let status):
            return Attempt(number: number, outcome: .givenUp, status: status, reason: reason, next: nil)
        case .failed(let reason, let status, let retryAfter):
            let pause = self.pauseSeconds(after: number, retryAfter: retryAfter ?? 0, jitter: jitter)
            let next = Instant(microseconds: delivery.now.microseconds + Int64(pause * 1_000_000))
            let isOver = next > delivery.entered.adding(seconds: self.limitSeconds)
            return Attempt(
                number: number, outcome: isOver ? .givenUp : .failed, status: status, reason: reason,
                next: isOver ? nil : next)
        }
    }

    private func pauseSeconds(after number: Int, retryAfter: Int64, jitter: Double) -> Double {
        var pause = self.firstPauseSeconds
        for _ in 1..<max(1, number) where pause < self.longestPauseSeconds { pause *= 2 }
        let own = min(pause, self.longestPauseSeconds) * jitter
        return max(own, min(Double(retryAfter), self.longestPauseSeconds))
    }
}
