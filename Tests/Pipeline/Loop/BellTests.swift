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
        let first = await bell.wait(atMost: Self.long)
        let second = await bell.wait(atMost: .milliseconds(10))

        #expect(first && !second)
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

        var heard: [Bool] = []
        for limit in [Duration.zero, .microseconds(1), .milliseconds(5)] {
            heard.append(await bell.wait(atMost: limit))
        }
        let waiting = Task { await bell.wait(atMost: Self.long) }
        waiting.cancel()
        heard.append(await waiting.value)

        #expect(heard == [false, false, false, false])
        #expect(.now - start < Self.long)
    }

    @Test func `lets each go in its own time, whoever came first`() async {
        let bell = Bell()
        let start = ContinuousClock.now

        let order = await withTaskGroup(of: Duration.self) { group in
            for limit in [Self.long, .milliseconds(400), .milliseconds(10), .milliseconds(200)] {
                group.addTask {
                    await bell.wait(atMost: limit)
                    return limit
                }
            }
            var order: [Duration] = []
            for await limit in group {
                order.append(limit)
                if order.count == 3 { group.cancelAll() }
            }
            return order
        }

        #expect(order == [.milliseconds(10), .milliseconds(200), .milliseconds(400), Self.long])
        #expect(.now - start >= .milliseconds(400))
        #expect(.now - start < Self.long)
    }
}
