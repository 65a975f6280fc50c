import Domain
import Kafka
import Kit
import Machines
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Activity
@testable import Pipeline

@Suite(.serialized, .timeLimit(.minutes(1)))
struct `Parking` {
    @Test func `holds the events of an unknown unit and lets them go in order when it is registered`() async throws {
        try await World.lending(units: []) { world in
            try await world.take(.held("1"), .held("2"))
            let early = try await world.balance()
            try await world.register("b-0103")
            try await world.take(.held("3"))
            let behind = try await world.balance()

            try await world.hearOf("b-0103")

            #expect(early == [2, 0, 0, 0, 2])
            #expect(behind == [3, 0, 0, 0, 3])
            #expect(try await world.balance() == [4, 4, 0, 0, 0])
            let order = try await world.texts("SELECT id FROM activity.journal ORDER BY position")
            #expect(order == ["1", "2", "3"])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    @Test func `keeps the first acceptance of an event that waited`() async throws {
        try await World.lending(units: []) { world in
            try await world.take(.held("1"))
            let acceptance = world.now
            world.clock.advance(by: .seconds(3_600))
            try await world.register("b-0103")
            try await world.hearOf("b-0103")

            let accepted = try await world.database.run("SELECT accepted FROM activity.record_v1")[0]
            #expect(try accepted.decode("accepted", as: Timestamp.self).microseconds == acceptance.microseconds)
            let told = try await world.texts(
                """
                SELECT header->>1 FROM activity.journal, json_array_elements(headers) AS header
                WHERE header->>0 = 'record-accepted'
                """)
            #expect(told == [acceptance.text(in: .utc)])
        }
    }

    @Test func `claims an id: what comes again meanwhile is a duplicate or a conflict`() async throws {
        try await World.lending(units: []) { world in
            try await world.take(.held("1"))

            try await world.take(.held("1"), .held("1", kind: "talks"))

            #expect(try await world.balance() == [3, 0, 1, 1, 1])
        }
    }

    @Test func `holds a correction until its target comes, and a whole chain behind it`() async throws {
        try await World.lending { world in
            try await world.take(.retracted("4", of: "3"))
            try await world.take(.corrected("3", of: "2"), partition: 1)
            try await world.take(.corrected("2", of: "1"), partition: 2)
            let waiting = try await world.balance()

            try await world.take(.held("1"), partition: 3)

            #expect(waiting == [3, 0, 0, 0, 3])
            #expect(try await world.balance() == [4, 4, 0, 0, 0])
            let order = try await world.texts("SELECT id FROM activity.journal ORDER BY position")
            #expect(order == ["1", "2", "3", "4"])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    @Test func `goes on in the due queue with a chain that is too long for one transaction`() async throws {
        try await World.lending { world in
            for number in (2...24).reversed() {
                try await world.take(.corrected("\(number)", of: "\(number - 1)"))
            }

            try await world.take(.held("1"))
            try await world.drain()

            #expect(try await world.balance() == [24, 24, 0, 0, 0])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    @Test func `moves an event on from its unit to its target`() async throws {
        try await World.lending(units: []) { world in
            try await world.take(.corrected("2", of: "1", unit: "b-0104"))
            try await world.register("b-0104")
            try await world.hearOf("b-0104")
            let keys = try await world.texts("SELECT key FROM activity.parked_v1")
            try await world.register("b-0103")

            try await world.take(.held("1"))

            #expect(keys == [ParkingKey.target(SampleEvent.held("1").identity).text])
            #expect(try await world.balance() == [3, 3, 0, 0, 0])
        }
    }

    @Test func `overlooks no unit that is registered while an event parks`() async throws {
        try await World.lending(units: []) { world in
            try await world.holding([SampleEvent.held("1").record()]) { commit in
                try await world.register("b-0103")
                async let release: Void = world.hearOf("b-0103")
                #expect(try await eventually { try await world.isSomebodyWaiting() })
                try await commit()
                try await release
            }

            #expect(try await world.texts("SELECT id FROM activity.record_v1") == ["1"])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    @Test func `applies an event at once whose unit was registered before it came to the key`() async throws {
        try await World.lending(units: []) { world in
            // The register is heard of first, and its transaction is still open when the event comes to the key.
            let record = OutgoingRecord(
                topic: world.topics.registryJournal.name, key: Array("b-0103".utf8), value: Array("{}".utf8))
            try await world.database.connected(as: "guoying_activity", schema: "activity") { connection in
                try await connection.run("BEGIN")
                _ = try await ParkingTable.lock([.unit("b-0103")], now: world.now, on: connection)
                async let event: Void = world.take(.held("1"))
                #expect(try await eventually { try await world.isSomebodyWaiting() })
                try await world.register("b-0103")
                try await connection.run("COMMIT")
                try await event
            }

            #expect(try await world.balance() == [1, 1, 0, 0, 0])
            try await world.take([record])
        }
    }

    @Test func `overlooks no target that is written while its correction parks`() async throws {
        try await World.lending { world in
            try await world.holding([SampleEvent.corrected("2", of: "1").record()]) { commit in
                async let target: Void = world.take(.held("1"))
                #expect(try await eventually { try await world.isSomebodyWaiting() })
                try await commit()
                try await target
            }

            #expect(try await world.texts("SELECT id FROM activity.journal ORDER BY position") == ["1", "2"])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    @Test func `applies a correction at once whose target another transaction was just writing`() async throws {
        try await World.lending { world in
            try await world.holding([SampleEvent.held("1").record()]) { commit in
                async let correction: Void = world.take(.corrected("2", of: "1"))
                #expect(try await eventually { try await world.isSomebodyWaiting() })
                try await commit()
                try await correction
            }

            #expect(try await world.texts("SELECT id FROM activity.journal ORDER BY position") == ["1", "2"])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    @Test func `ends after seven days with letters, and ids can be used anew`() async throws {
        try await World.lending(units: []) { world in
            try await world.take(.held("1"), .corrected("2", of: "1"))
            world.clock.advance(by: .seconds(7 * 86_400 - 1))
            try await world.drain()
            let before = try await world.balance()
            world.clock.advance(by: .seconds(1))

            try await world.drain()

            #expect(before == [2, 0, 0, 0, 2])
            #expect(try await world.balance() == [2, 0, 0, 2, 0])
            let letters = try await world.texts(
                "SELECT code || ' ' || unit || ' ' || event_id FROM activity.dead_letter_v1 ORDER BY event_id")
            #expect(letters == ["unknown-unit b-0103 1", "unknown-unit b-0103 2"])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
            try await world.register("b-0103")
            try await world.take(.held("1"))
            #expect(try await world.balance() == [3, 1, 0, 2, 0])
        }
    }

    @Test func `leaves those waiting that wait for an event that was refused`() async throws {
        try await World.lending(units: ["b-0104"]) { world in
            try await world.take(.held("1"))
            world.clock.advance(by: .seconds(86_400))
            try await world.take(.corrected("2", of: "1", unit: "b-0104"))
            world.clock.advance(by: .seconds(6 * 86_400))
            try await world.drain()
            let between = try await world.balance()
            try await world.register("b-0103")

            try await world.take(.held("1"))

            #expect(between == [2, 0, 0, 1, 1])
            #expect(try await world.balance() == [3, 2, 0, 1, 0])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    @Test func `names the target that never came`() async throws {
        try await World.lending { world in
            try await world.take(.retracted("2", of: "1"))
            world.clock.advance(by: .seconds(7 * 86_400))

            try await world.drain()

            let letters = try await world.texts("SELECT code || ' ' || field FROM activity.dead_letter_v1")
            #expect(letters == ["unknown-target data.retracts"])
        }
    }

    @Test func `refuses all that waits for a unit when a thousand and one do`() async throws {
        try await World.lending(units: []) { world in
            try await world.take((1...700).map { SampleEvent.held("\($0)").record() })
            try await world.take((701...1_000).map { SampleEvent.held("\($0)").record() })
            let full = try await world.balance()

            try await world.take(.held("1001"))
            try await world.take(.held("1002"))

            #expect(full == [1_000, 0, 0, 0, 1_000])
            #expect(try await world.balance() == [1_002, 0, 0, 1_001, 1])
            #expect(try await world.database.count("SELECT waiting FROM activity.parked_key") == 1)
            #expect(try await world.database.count("SELECT count(*) FROM activity.seen") == 1)
        }
    }

    @Test func `lets much go in pieces`() async throws {
        try await World.lending(units: []) { world in
            for unit in ["b-1", "b-2", "b-3"] {
                try await world.take((1...600).map { SampleEvent.held("\(unit)/\($0)", unit: unit).record() })
                try await world.register(unit)
            }

            try await world.take(
                ["b-1", "b-2", "b-3"].map {
                    OutgoingRecord(
                        topic: world.topics.registryJournal.name, key: Array($0.utf8), value: Array("{}".utf8))
                })
            let first = try await world.balance()
            try await world.drain()

            #expect(first == [1_803, 603, 0, 0, 1_200])
            #expect(try await world.balance() == [1_803, 1_803, 0, 0, 0])
            #expect(try await self.leftovers(in: world) == [0, 0, 0])
        }
    }

    /// What must be left of nothing that waits: keys, events, and rows of `seen` without content.
    private func leftovers(in world: World) async throws -> [Int64] {
        [
            try await world.database.count("SELECT count(*) FROM activity.parked_key"),
            try await world.database.count("SELECT count(*) FROM activity.parked"),
            try await world.database.count("SELECT count(*) FROM activity.seen WHERE content IS NULL"),
        ]
    }
}
