import Kit
import Postgres
import Testing

@testable import Activity

@Suite(.serialized, .timeLimit(.minutes(1)))
struct `What a source has sent` {
    /// `source kind accepted duplicate` of each row that readers see.
    private func counts(in world: World) async throws -> [String] {
        try await world.texts(
            """
            SELECT concat_ws(' ', source, kind, accepted, duplicate) FROM activity.source_v1 ORDER BY source, kind
            """)
    }

    @Test func `is counted by kind, over all partitions, what comes again as well`() async throws {
        try await World.lending { world in
            try await world.take(.held("1"), .held("2", kind: "talks"), .held("1"))
            try await world.take(.held("3"), .corrected("4", of: "1"), .retracted("5", of: "3"), partition: 1)

            #expect(
                try await self.counts(in: world) == [
                    "/campus/oa retraction 1 0", "/campus/oa talks 1 0", "/campus/oa theme-day 3 1",
                ])
        }
    }

    @Test func `is counted apart where it came more than a day after it is said to have been recorded`() async throws {
        try await World.lending { world in
            // The clock stands at 2021-05-03T00:00:00Z.
            try await world.take(
                .held("1").recorded("2021-05-02T00:00:00Z"), .held("2").recorded("2021-05-01T23:59:59Z"), .held("3"))

            let delayed = try await world.texts("SELECT concat_ws(' ', accepted, delayed) FROM activity.source_v1")
            #expect(delayed == ["3 1"])
        }
    }

    @Test func `is counted when it takes effect, not while it waits, and not when it is refused`() async throws {
        try await World.lending(units: []) { world in
            try await world.take(.held("1"), .held("2"))
            let waiting = try await self.counts(in: world)
            try await world.register("b-0103")
            try await world.hearOf("b-0103")

            try await world.take(.held("2", kind: "talks"))

            #expect(waiting == [])
            #expect(try await self.counts(in: world) == ["/campus/oa theme-day 2 0"])
        }
    }
}
