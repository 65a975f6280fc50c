import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `A bell` {
    private static let long = Duration.seconds(50)

    @Test func `is heard by whoever comes after it has rung, once`() async {
        let bell = Bell()
        let start = ContinuousClock.now

        bell.ring()
        bell.ring()
        await bell.wait(atMost: Self.long)
        await bell.wait(atMost: .milliseconds(10))

        #expect(.now - start < Self.long)
    }

    @Test func `wakes whoever waits, time after time`() async {
        let bell = Bell()
        let answers = Bell()

        let count = await withTaskGroup(of: Int.self) { group in
            group.addTask {
                for _ in 0..<1_000 {
                    await bell.wait(atMost: Self.long)
                    answers.ring()
                }
                return 1_000
            }
            group.addTask {
                for _ in 0..<1_000 {
                    bell.ring()
                    await answers.wait(atMost: Self.long)
                }
                return 0
            }
            var count = 0
            for await part in group { count += part }
            return count
        }

        #expect(count == 1_000)
    }

    @Test func `lets go of whoever has waited long enough, or is cancelled`() async {
        let bell = Bell()
        let start = ContinuousClock.now

        for limit in [Duration.zero, .microseconds(1), .milliseconds(5)] { await bell.wait(atMost: limit) }
        let waiting = Task { await bell.wait(atMost: Self.long) }
        waiting.cancel()
        await waiting.value

        #expect(.now - start < Self.long)
    }
}
