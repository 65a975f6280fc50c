import Domain
import Kit
import Machines
import Postgres
import ServiceKit
import Synchronization
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `The due queue` {
    /// Notes what it is handed, and answers as told.
    private final class Noting: DueHandler {
        let what = "test"
        /// Up to when items are taken.
        let horizon: Instant?
        let batchLimit = 10
        let seen = Mutex<[String]>([])
        let answer: @Sendable (DueItem) throws -> DueOutcome

        init(
            upTo horizon: Instant = Instant(microseconds: .max),
            _ answer: @escaping @Sendable (DueItem) throws -> DueOutcome = { _ in .done }
        ) {
            self.horizon = horizon
            self.answer = answer
        }

        func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
            let outcomes = try items.map(self.answer)
            self.seen.withLock { $0 += items.map(\.key) }
            return outcomes
        }
    }

    /// Finds the clock a second further when it has said how far it may go.
    private final class Asked: DueHandler {
        let what = "test"
        let clock: ManualClock
        let seen = Mutex<(now: Instant, horizon: Instant?)?>(nil)

        init(_ clock: ManualClock) { self.clock = clock }

        var horizon: Instant? {
            defer { self.clock.advance(by: .seconds(1)) }
            return Instant(microseconds: self.clock.now())
        }

        func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
            self.seen.withLock { $0 = (transaction.now, transaction.horizon) }
            return items.map { _ in .done }
        }
    }

    private func item(_ key: String, at microseconds: Int64, _ clock: DueClock = .business) -> DueItem {
        DueItem(what: "test", key: key, at: Instant(microseconds: microseconds), clock: clock)
    }

    @Test func `hands out what is due by the business clock, and nothing before`() async throws {
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting()
            try await playground.transaction { transaction in
                try await transaction.schedule([self.item("now", at: now), self.item("later", at: now + 1_000_000)])
            }

            let first = try await store.drain(handler, limit: 10)
            playground.clock.advance(by: .seconds(1))
            let second = try await store.drain(handler, limit: 10)

            #expect(first == 1 && second == 1)
            #expect(handler.seen.withLock { $0 } == ["now", "later"])
        }
    }

    @Test func `leaves alone what is due beyond the horizon of who looks`() async throws {
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting(upTo: Instant(microseconds: now - 5))
            try await playground.transaction { transaction in
                try await transaction.schedule([
                    self.item("before", at: now - 5), self.item("beyond", at: now - 4),
                    self.item("sent", at: 0, .machine),
                ])
            }

            let taken = try await store.drain(handler, limit: 10)

            #expect(taken == 2)
            #expect(handler.seen.withLock { $0 } == ["before", "sent"])
        }
    }

    @Test func `asks how far it may go before it reads the clock, so that all that was settled is known by now`()
        async throws
    {
        try await Playground.lending { playground in
            let before = playground.clock.now()
            let handler = Asked(playground.clock)
            try await playground.transaction { try await $0.schedule([self.item("now", at: before)]) }

            let taken = try await DueStore(pool: playground.pool, clock: playground.clock).drain(handler, limit: 10)

            let seen = handler.seen.withLock { $0 }
            #expect(taken == 1)
            #expect(seen?.horizon?.microseconds == before)
            #expect(seen?.now.microseconds == before + 1_000_000)
        }
    }

    @Test func `says when the first items of kinds are due, by each clock`() async throws {
        try await Playground.lending { playground in
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            try await playground.transaction { transaction in
                try await transaction.schedule([
                    self.item("a", at: 9), self.item("b", at: 7), self.item("c", at: 5, .machine),
                    DueItem(what: "other", key: "d", at: Instant(microseconds: 3), clock: .business),
                ])
            }

            let outlooks = try await store.outlooks(on: ["none", "test", "other"])

            #expect(outlooks.map { $0.business?.microseconds } == [nil, 7, 3])
            #expect(outlooks.map { $0.machine?.microseconds } == [nil, 5, nil])
            #expect(outlooks.allSatisfy { $0.databaseNow.microseconds > 0 })
        }
    }

    @Test func `reads the machine's clock for what is due by that`() async throws {
        try await Playground.lending { playground in
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting()
            try await playground.transaction { transaction in
                try await transaction.schedule([self.item("sent", at: playground.clock.now(), .machine)])
            }

            let taken = try await store.drain(handler, limit: 10)

            #expect(taken == 1)
        }
    }

    @Test func `keeps what is to be looked at again, and counts how often it was`() async throws {
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting { _ in .again(Instant(microseconds: now)) }
            try await playground.transaction { try await $0.schedule([self.item("again", at: now)]) }

            _ = try await store.drain(handler, limit: 10)
            _ = try await store.drain(handler, limit: 10)

            let count = try await playground.database.count("SELECT attempts::bigint FROM notification.due")
            #expect(count == 2)
        }
    }

    @Test func `rolls back with what its handler wrote`() async throws {
        struct Refusal: Error {}
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting { _ in throw Refusal() }
            try await playground.transaction { try await $0.schedule([self.item("stays", at: now)]) }

            await #expect(throws: Refusal.self) { try await store.drain(handler, limit: 10) }

            let count = try await playground.database.count("SELECT count(*) FROM notification.due")
            #expect(count == 1)
        }
    }

    @Test func `takes the instant that was given last for the same work`() async throws {
        try await Playground.lending { playground in
            let now = playground.clock.now()
            try await playground.transaction { try await $0.schedule([self.item("one", at: now)]) }
            try await playground.transaction { transaction in
                try await transaction.schedule([self.item("one", at: now + 5), self.item("one", at: now + 9)])
            }

            let rows = try await playground.database.run("SELECT at FROM notification.due")

            #expect(try rows.map { try $0.decode("at", as: Timestamp.self).microseconds } == [now + 9])
        }
    }

    @Test func `writes nothing where an item stands as it is to be`() async throws {
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let place: SQL = "SELECT ctid::text AS place FROM notification.due"
            try await playground.transaction { try await $0.schedule([self.item("one", at: now)]) }
            let before = try await playground.database.run(place)[0].decode("place", as: String.self)
            try await playground.transaction { try await $0.schedule([self.item("one", at: now)]) }
            let after = try await playground.database.run(place)[0].decode("place", as: String.self)
            try await playground.transaction { try await $0.schedule([self.item("one", at: now + 1)]) }
            let moved = try await playground.database.run(place)[0].decode("place", as: String.self)

            #expect(before == after)
            #expect(moved != after)
        }
    }

    @Test func `holds items as they are, and puts in those that are not there`() async throws {
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            try await playground.transaction { try await $0.schedule([self.item("old", at: now)]) }

            let taken = try await playground.transaction { transaction in
                try await transaction.hold([self.item("old", at: now + 9), self.item("new", at: now)])
                try await transaction.connection.settle()
                return try await store.drain(Noting(), limit: 10)
            }

            let rows = try await playground.database.run("SELECT key, at FROM notification.due ORDER BY key")
            #expect(taken == 0, "somebody holds them")
            #expect(try rows.map { try $0.decode("key", as: String.self) } == ["new", "old"])
            #expect(try rows.map { try $0.decode("at", as: Timestamp.self).microseconds } == [now, now])
        }
    }

    @Test func `gives each item to one of several drains`() async throws {
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting()
            try await playground.transaction { transaction in
                try await transaction.schedule((0..<40).map { self.item("\($0)", at: now) })
            }

            try await withThrowingTaskGroup(of: Void.self) { drains in
                for _ in 0..<4 {
                    drains.addTask { while try await store.drain(handler, limit: 3) > 0 {} }
                }
                try await drains.waitForAll()
            }

            #expect(handler.seen.withLock { $0.sorted() } == (0..<40).map { "\($0)" }.sorted())
        }
    }

    @Test func `puts off the item that cannot be looked at, whatever else waits`() async throws {
        struct Refusal: Error {}
        try await Playground.lending { playground in
            let now = playground.clock.now()
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting { item in
                guard item.key != "poison" else { throw Refusal() }
                return .done
            }
            // By the clock of a rehearsal the machine's instants lie in the far future.
            try await playground.transaction { transaction in
                try await transaction.schedule([
                    self.item("later", at: now + 60_000_000), self.item("poison", at: now + 1, .machine),
                    self.item("well", at: now + 2, .machine),
                ])
            }
            let queue = DueQueue(
                store: store, handlers: [handler], bell: Bell(), written: Bell(), health: HealthRegistry(),
                log: Logger(label: "test"))

            let running = Task { try await queue.run() }
            let isDone = try await eventually { handler.seen.withLock { $0 } == ["well"] }
            running.cancel()
            _ = try? await running.value

            #expect(isDone)
            let rows = try await playground.database.run("SELECT key, attempts, at FROM notification.due ORDER BY key")
            #expect(try rows.map { try $0.decode("key", as: String.self) } == ["later", "poison"])
            #expect(try rows[0].decode("at", as: Timestamp.self).microseconds == now + 60_000_000)
            #expect(try rows[1].decode("attempts", as: Int32.self) > 0)
        }
    }

    @Test func `finds what is due first by its index, however much else is due`() async throws {
        try await Playground.lending { playground in
            _ = try await playground.database.run(
                """
                INSERT INTO notification.due (what, key, at, clock)
                SELECT 'test', 'k' || n, timestamptz '2021-01-01' + n * interval '1 second', 'business'
                FROM generate_series(1, 200000) n
                """)
            _ = try await playground.database.run("ANALYZE notification.due")
            _ = try await playground.database.run("SELECT pg_stat_reset()")
            let store = DueStore(pool: playground.pool, clock: playground.clock)
            let handler = Noting()

            for _ in 0..<20 { _ = try await store.drain(handler, limit: 10) }
            playground.pool.close()

            let read = try await playground.database.rowsRead(of: ["notification.due"])
            #expect(read.inSequence.isEmpty && read.byIndex >= 20, "\(read)")
            #expect(handler.seen.withLock { $0.count } == 200)
            #expect(handler.seen.withLock { Set($0) } == Set((1...200).map { "k\($0)" }))
        }
    }
}
