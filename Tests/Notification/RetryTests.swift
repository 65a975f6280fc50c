import Domain
import Testing

@testable import Notification

@Suite struct `A message that was not delivered` {
    private let now = Instant(microseconds: 1_620_000_000_000_000)
    private let policy = RetryPolicy()

    private func attempt(
        _ number: Int, _ result: AttemptResult = .failed(reason: "status", status: 500), daysOld: Int64 = 0,
        jitter: Double = 1
    ) -> Attempt {
        let entered = self.now.adding(seconds: -daysOld * 86_400)
        return self.policy.attempt(number, result, of: (entered, self.now), jitter: jitter)
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 4), (12, 2_048), (13, 3_600), (500, 3_600)] as [(Int, Int64)])
    func `waits twice as long each time, an hour at most`(number: Int, seconds: Int64) {
        let attempt = self.attempt(number)

        #expect(attempt.outcome == .failed)
        #expect(attempt.next == self.now.adding(seconds: seconds))
        #expect(attempt.status == 500 && attempt.reason == "status" && attempt.number == number)
    }

    @Test func `waits a little less or more by chance`() {
        #expect(self.attempt(1, jitter: 0.9).next == Instant(microseconds: self.now.microseconds + 900_000))
        #expect(self.attempt(1, jitter: 1.1).next == Instant(microseconds: self.now.microseconds + 1_100_000))
    }

    @Test(arguments: [(0, 1), (30, 30), (3_601, 3_600), (Int64.max, 3_600)] as [(Int64, Int64)])
    func `waits as long as the receiver asks, an hour at most`(asked: Int64, seconds: Int64) {
        let attempt = self.attempt(1, .failed(reason: "status", status: 503, retryAfterSeconds: asked))

        #expect(attempt.next == self.now.adding(seconds: seconds))
    }

    @Test func `is given up three days after it was entered`() {
        let kept = self.attempt(40, daysOld: 2)
        let late = self.attempt(80, daysOld: 3)

        #expect(kept.outcome == .failed)
        #expect(late.outcome == .givenUp && late.next == nil && late.reason == "status")
    }

    @Test func `is given up at once where nobody will ever take it`() {
        let attempt = self.attempt(1, .refusedForGood(reason: "gone", status: 410))

        #expect(attempt == Attempt(number: 1, outcome: .givenUp, status: 410, reason: "gone", next: nil))
    }

    @Test(
        arguments: [
            ("120", 120), ("Mon, 03 May 2021 00:01:00 GMT", 60), ("Sun, 02 May 2021 00:00:00 GMT", 0),
            ("99999999999999999999", Int64.max),
        ] as [(String, Int64)])
    func `waits by a number of seconds or by a date`(text: String, seconds: Int64) {
        #expect(RetryAfter.seconds(text, from: self.now) == seconds)
    }

    @Test(arguments: ["", "-5", "soon", "Mon, 03 Xyz 2021 00:01:00 GMT", "Mon, 03 May 2021 00:01:00", "1.5"])
    func `is not held up by what is neither`(text: String) {
        #expect(RetryAfter.seconds(text, from: self.now) == nil)
    }
}
