import Domain
import Facts
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Activity
@testable import Pipeline

@Suite(.serialized, .timeLimit(.minutes(1)))
struct `A watermark` {
    @Test func `takes effect only after all that its topic held when it was read`() async throws {
        try await World.lending { world in
            world.setEnds(1, 2)
            try await world.take(.watermark("w"))
            try await world.drain(rounds: 1)
            let early = try await self.inEffect(in: world)
            try await world.take(.held("1"), partition: 1)
            try await self.drainLater(world)
            let between = try await self.inEffect(in: world)

            try await world.take(.held("2"), partition: 1)
            try await self.drainLater(world)

            #expect(early == 0 && between == 0)
            #expect(try await self.inEffect(in: world) == 1)
            let entry = try await world.database.run(
                "SELECT lane, key, source, id, position FROM activity.journal WHERE type LIKE '%watermark%'")[0]
            #expect(try entry.decode("lane", as: Int16.self) == 0)
            #expect(try entry.decode("key", as: [UInt8]?.self) == nil)
            #expect(try entry.decode("id", as: String.self) == "w")
            let position = try await world.database.count("SELECT position FROM activity.watermark_v1")
            #expect(try entry.decode("position", as: Int64.self) == position)
            #expect(try await world.balance() == [3, 3, 0, 0, 0])
        }
    }

    @Test func `takes effect at once where its cluster is no more`() async throws {
        try await World.lending { world in
            world.setEnds(1, 100)
            try await world.take(.watermark("w"))
            _ = try await world.database.run("UPDATE activity.watermark SET cluster = 'gone'")

            try await self.drainLater(world)

            #expect(try await self.inEffect(in: world) == 1)
        }
    }

    @Test func `takes effect in the order in which it came`() async throws {
        try await World.lending { world in
            let count = 2 * WatermarkHandler.limit + 50
            world.setEnds(Int64(count))
            let marks = (1...count).map { SampleEvent.watermark("\($0)").record() }
            try await world.take(marks)

            try await world.drain()

            let order = try await world.texts("SELECT id FROM activity.journal ORDER BY position")
            #expect(order == (1...count).map { "\($0)" })
        }
    }

    @Test func `does not go before one that was looked at in vain and waits for the next look`() async throws {
        try await World.lending { world in
            world.setEnds(1, 1)
            try await world.take(.watermark("first"))
            try await world.drain(rounds: 1)
            try await world.take(.held("1"), .watermark("second"), partition: 1)

            try await world.drain(rounds: 1)

            let order = try await world.texts(
                "SELECT id FROM activity.journal WHERE type LIKE '%watermark%' ORDER BY position")
            #expect(order == ["first", "second"])
        }
    }

    @Test func `waits for its unit with the ends that it saw`() async throws {
        try await World.lending(units: []) { world in
            world.setEnds(1, 0)
            try await world.take(SampleEvent.watermark("w").setting("unit", to: "\"b-0103\""))
            let parked = try await world.balance()
            world.setEnds(50, 50)
            try await world.register("b-0103")
            try await world.hearOf("b-0103")
            try await world.drain()

            #expect(parked == [1, 0, 0, 0, 1])
            #expect(try await self.inEffect(in: world) == 1)
        }
    }

    @Test func `keeps its batch from being read while nobody can say how far its topic goes`() async throws {
        struct NoAnswer: Error {}
        let handler = ActivityIntake(
            topics: Topics(), intake: IntakeTopics(Topics().activityIntake), cluster: "c1",
            ends: { _ in throw NoAnswer() })
        let partition = Kafka.TopicPartition(topic: "guoying.activity.intake", partition: 0)
        let batch = RecordBatch([(partition: partition, offset: 0, record: SampleEvent.watermark("w").record())])

        await #expect(throws: NoAnswer.self) { try await handler.prepare(batch) }
    }

    @Test func `is read until a newer one that speaks of the same stands in its place`() async throws {
        try await World.lending { world in
            world.setEnds(0)
            _ = try await world.database.run(
                """
                INSERT INTO registry.reporting (source, unit, name, owner, kinds, every, recorded, accepted, position)
                VALUES ('/campus/oa', 'b-0103', 'OA', 'p-1', '{theme-day}', 'P1D', '2021-01-01Z', '2021-01-01Z', 1)
                """)
            // The days on which they were recorded, in the order in which they take effect.
            let days = [5, 3, 9, 1, 9, 2, 12, 7, 11, 4]
            for (number, day) in days.enumerated() {
                let mark = SampleEvent.watermark("\(number)", until: "2021-04-0\(number % 9 + 1)T00:00:00+08:00")
                    .recorded("2021-04-\(day < 10 ? "0" : "")\(day)T00:00:00Z")
                try await world.take(number % 3 == 0 ? mark.setting("unit", to: quoted("b-0103")) : mark)
                try await self.drainLater(world)
            }
            let all = try await self.watermarks(in: world, at: 10, knownAt: Instant(microseconds: 0))

            try #require(all.map(\.order).sorted() == Array(1...10))
            for position in 0...10 as ClosedRange<Int64> {
                for day in 0...13 as ClosedRange<Int64> {
                    let knownAt = try #require(Instant("2021-04-01T12:00:00Z")).adding(seconds: 86_400 * (day - 1))
                    let read = try await self.watermarks(in: world, at: position, knownAt: knownAt)
                    for unit in [nil, "b-0103"] as [UnitCode?] {
                        let newest = self.newest(read, unit, knownAt)
                        #expect(newest == self.newest(all.filter { $0.order <= position }, unit, knownAt))
                    }
                    #expect(position < 10 || day < 13 || read.count == 2)
                }
            }
        }
    }

    /// What a reader of the facts sees of the watermarks at a position of their lane.
    private func watermarks(in world: World, at position: Int64, knownAt: Instant) async throws -> [Watermark] {
        try await world.database.connected(as: "guoying_supervision") { connection in
            let none = [Int64](repeating: 0, count: Lane.count)
            let positions = FactPositions(registry: 1, activity: [position] + none.dropFirst(), supervision: none)
            return try await FactsReader(connection).facts(of: ["b-0103"], at: positions, knownAt: knownAt)[0]
                .watermarks
        }
    }

    /// The order of the one that counts.
    private func newest(_ marks: [Watermark], _ unit: UnitCode?, _ knownAt: Instant) -> Int64? {
        marks.filter { $0.unit == unit && $0.recorded <= knownAt }
            .max { ($0.recorded, $0.order) < ($1.recorded, $1.order) }?.order
    }

    private func inEffect(in world: World) async throws -> Int64 {
        try await world.database.count("SELECT count(*) FROM activity.watermark_v1")
    }

    /// Looks at the due queue once more after every pause that a handler has asked for is over.
    private func drainLater(_ world: World) async throws {
        _ = try await world.database.run("UPDATE activity.due SET at = now()")
        try await world.drain(rounds: 1)
    }
}
