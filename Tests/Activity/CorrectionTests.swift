import Domain
import Facts
import Kit
import Messages
import Postgres
import Testing

@testable import Activity

@Suite(.serialized, .timeLimit(.minutes(1)))
struct `A correction` {
    private let units = ["b-0103", "b-0104"]

    /// What a reader of the facts sees of a unit: state, start and revision of each version.
    private func versions(at unit: UnitCode, in world: World) async throws -> [String] {
        try await world.database.connected(as: "guoying_supervision") { connection in
            let reader = FactsReader(connection)
            let facts = try await reader.facts(
                of: [unit], at: try await reader.positions(), knownAt: world.now)
            return facts[0].records.map { "\($0.revision) \($0.state) \($0.started.day)" }
        }
    }

    @Test func `replaces a record where it stands`() async throws {
        try await World.lending { world in
            try await world.take(.held("1"))
            try await world.take(.corrected("2", of: "1"))

            #expect(try await self.versions(at: "b-0103", in: world) == ["1 held 2021-04-09", "2 held 2021-04-09"])
        }
    }

    @Test func `moves a record to another day of its unit, and each version is read once`() async throws {
        try await World.lending { world in
            try await world.take(.held("1"), .corrected("2", of: "1", started: "2021-04-20T09:00:00+08:00"))

            #expect(try await self.versions(at: "b-0103", in: world) == ["1 held 2021-04-09", "2 held 2021-04-20"])
            #expect(try await world.database.count("SELECT count(*) FROM activity.record") == 4)
        }
    }

    @Test func `moves a record to another unit, and tells the first`() async throws {
        try await World.lending(units: self.units) { world in
            try await world.take(.held("1"))
            try await world.take(.corrected("2", of: "1", unit: "b-0104"))

            #expect(
                try await self.versions(at: "b-0103", in: world) == ["1 held 2021-04-09", "2 elsewhere 2021-04-09"])
            #expect(
                try await self.versions(at: "b-0104", in: world) == ["1 elsewhere 2021-04-09", "2 held 2021-04-09"])
            let moved = try await world.database.run(
                "SELECT lane, source, value FROM activity.journal WHERE type = 'guoying.activity.moved.v1'")
            #expect(moved.count == 1)
            #expect(try moved[0].decode("lane", as: Int16.self) == Int16(Lane.index(ofUnit: "b-0103")))
            #expect(try moved[0].decode("source", as: String?.self) == nil)
            #expect(
                String(decoding: try moved[0].decode("value", as: [UInt8].self), as: UTF8.self)
                    == "{\"record\":{\"id\":\"1\",\"source\":\"/campus/oa\"},\"unit\":\"b-0103\"}")
        }
    }

    @Test func `says in the journal which version it is, also to the unit that the record left`() async throws {
        try await World.lending(units: self.units) { world in
            try await world.take(.held("1"), .corrected("2", of: "1"), .corrected("3", of: "2", unit: "b-0104"))

            let revisions = try await world.texts(
                """
                SELECT type || ' ' || (SELECT string_agg(header->>1, '') FROM json_array_elements(headers) AS header
                    WHERE header->>0 = 'record-revision') AS told
                FROM activity.journal WHERE type <> 'guoying.activity.held.v1' ORDER BY told
                """)

            #expect(
                revisions == [
                    "guoying.activity.corrected.v1 2", "guoying.activity.corrected.v1 3",
                    "guoying.activity.moved.v1 3",
                ])
        }
    }

    @Test func `is read at the earliest place where a version stands nowhere in the unit`() async throws {
        try await World.lending(units: self.units) { world in
            try await world.take(.held("1"), .corrected("2", of: "1", unit: "b-0104"))
            try await world.take(.corrected("3", of: "2", started: "2021-04-05T09:00:00+08:00"))
            try await world.take(.retracted("4", of: "3"))

            #expect(
                try await self.versions(at: "b-0103", in: world).sorted() == [
                    "1 held 2021-04-09", "2 elsewhere 2021-04-05", "3 held 2021-04-05", "4 retracted 2021-04-05",
                ])
        }
    }

    @Test func `may name any version, and a retraction ends them all`() async throws {
        try await World.lending(units: self.units) { world in
            try await world.take(.held("1"))
            try await world.take(.corrected("2", of: "1", unit: "b-0104"))
            try await world.take(.retracted("3", of: "2"))
            try await world.take(.corrected("4", of: "3", unit: "b-0104"))

            #expect(
                try await self.versions(at: "b-0104", in: world).sorted() == [
                    "1 elsewhere 2021-04-09", "2 held 2021-04-09", "3 retracted 2021-04-09", "4 held 2021-04-09",
                ])
            #expect(try await self.versions(at: "b-0103", in: world).contains("3 retracted 2021-04-09"))
            #expect(try await world.balance() == [4, 4, 0, 0, 0])
        }
    }

    @Test func `of a retraction carries the unit that it concerns`() async throws {
        try await World.lending { world in
            try await world.take(.held("1"), SampleEvent.retracted("2", of: "1").setting("unit", to: "\"b-0999\""))

            let entry = try await world.database.run("SELECT key, lane, value FROM activity.journal WHERE id = '2'")[0]
            #expect(try entry.decode("key", as: [UInt8].self) == Array("b-0103".utf8))
            #expect(
                String(decoding: try entry.decode("value", as: [UInt8].self), as: UTF8.self)
                    == """
                    {"reason":"never took place","retracts":{"id":"1","source":"/campus/oa"},"unit":"b-0103"}
                    """)
        }
    }

    @Test func `is numbered behind another that is being written at the same moment`() async throws {
        try await World.lending { world in
            try await world.take(.held("1"))

            try await world.holding([SampleEvent.corrected("2", of: "1").record()]) { commit in
                async let second: Void = world.take(.corrected("3", of: "1", started: "2021-04-11T09:00:00+08:00"))
                #expect(try await eventually { try await world.isSomebodyWaiting() })
                try await commit()
                try await second
            }

            let revisions = try await world.texts(
                "SELECT id || ':' || revision FROM activity.record_v1 WHERE state = 'held' ORDER BY revision")
            #expect(revisions == ["1:1", "2:2", "3:3"])
        }
    }
}
