import Kit
import Postgres
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `The relay's lease` {
    private func relay(
        _ playground: Playground, _ holder: String, leaseTime: Duration = .seconds(10)
    ) -> RelayStore {
        RelayStore(pool: playground.pool, cluster: "c1", holder: holder, leaseTime: leaseTime)
    }

    @Test func `belongs to one process at a time`() async throws {
        try await Playground.lending { playground in
            let first = try #require(try await self.relay(playground, "a").lease())
            let second = try await self.relay(playground, "b").lease()

            #expect(second == nil)
            #expect(try await self.relay(playground, "a").isHeld(first.token))
        }
    }

    @Test func `is renewed while its holder looks, and passes on when it looks no more`() async throws {
        try await Playground.lending { playground in
            let (first, second) = (
                self.relay(playground, "a", leaseTime: .milliseconds(900)),
                self.relay(playground, "b", leaseTime: .milliseconds(900))
            )
            let token = try #require(try await first.lease()).token
            let start = ContinuousClock.now
            var takings = 0
            _ = try await eventually {
                #expect(try await first.isHeld(token))
                if try await second.lease() != nil { takings += 1 }
                return .now - start > .milliseconds(1_800)
            }
            let hasPassedOn = try await eventually { try await second.lease() != nil }

            #expect(takings == 0)
            #expect(hasPassedOn)
            #expect(try await !first.isHeld(token))
        }
    }

    @Test func `gives each taker another token, also after it was given back`() async throws {
        try await Playground.lending { playground in
            let (first, second) = (self.relay(playground, "a"), self.relay(playground, "b"))
            let stale = try #require(try await first.lease()).token
            try await first.release(stale)
            let token = try #require(try await second.lease()).token
            try await second.release(token)
            let newest = try #require(try await first.lease()).token

            #expect(Set([stale, token, newest]).count == 3)
            #expect(try await first.entries(after: [:], limit: 10, under: stale) == nil)
            #expect(try await !first.mark([3: 1], token: stale, durably: true))
            let count = try await playground.database.count("SELECT count(*) FROM notification.published")
            #expect(count == 0)
        }
    }

    @Test func `gives every lane that has something its share of a reading, in order`() async throws {
        try await Playground.lending { playground in
            try await playground.transaction { transaction in
                _ = try await transaction.journal(
                    (0..<30).map { .entry("\($0)", lane: 2) } + (0..<3).map { .entry("\($0)", lane: 5) })
            }
            let relay = self.relay(playground, "a")
            let lease = try #require(try await relay.lease())

            let read = try await relay.entries(after: lease.published, limit: 10, under: lease.token)

            let reading = try #require(read)
            #expect(reading.entries.map(\.lane) == [2, 2, 2, 2, 2, 5, 5, 5])
            #expect(reading.entries.map(\.position) == [1, 2, 3, 4, 5, 1, 2, 3])
            #expect(!reading.areAll)
        }
    }

    @Test func `reads no more bytes at once than it can hold, and at least one entry`() async throws {
        try await Playground.lending { playground in
            let value = [UInt8](repeating: 0x20, count: 800_000)
            try await playground.transaction { transaction in
                _ = try await transaction.journal(
                    (0..<60).map { _ in JournalEntry(topic: "out", lane: 2, key: nil, type: "said", value: value) })
            }
            let relay = self.relay(playground, "a")
            let lease = try #require(try await relay.lease())

            let read = try await relay.entries(after: lease.published, limit: 10_000, under: lease.token)

            let reading = try #require(read)
            #expect(reading.entries.map(\.position) == Array(1...42))
            #expect(!reading.areAll)
        }
    }

    @Test(arguments: [(207, true), (208, false)])
    func `does not vouch for a reading that may have been cut`(count: Int, areAll: Bool) async throws {
        try await Playground.lending { playground in
            try await playground.transaction { transaction in
                _ = try await transaction.journal((0..<count).map { .entry("\($0)", lane: 2) })
            }
            let relay = self.relay(playground, "a")
            let lease = try #require(try await relay.lease())

            let read = try await relay.entries(after: lease.published, limit: 10_000, under: lease.token)

            let reading = try #require(read)
            #expect(reading.entries.count == count)
            #expect(reading.areAll == areAll)
        }
    }

    @Test func `says of a reading that nothing lies behind it`() async throws {
        try await Playground.lending { playground in
            try await playground.transaction { transaction in
                _ = try await transaction.journal([.entry("a", lane: 2), .entry("b", lane: 5)])
            }
            let relay = self.relay(playground, "a")
            let lease = try #require(try await relay.lease())

            let read = try await relay.entries(after: lease.published, limit: 10_000, under: lease.token)

            let reading = try #require(read)
            #expect(reading.entries.count == 2)
            #expect(reading.areAll)
        }
    }
}
