import Kit
import Postgres
import Testing

@testable import Activity

/// The statements of the hot path, on tables that have grown.
@Suite(.timeLimit(.minutes(2))) struct `Whatever is taken in` {
    /// Tables that grow for as long as an installation runs.
    private static let tables = [
        "activity.seen", "activity.record", "activity.version", "activity.journal", "activity.dead_letter",
        "activity.parked", "activity.parked_key", "activity.due", "activity.disclosed",
    ]

    @Test func `no table that grows is read from one end to the other`() async throws {
        try await World.lending(units: ["b-0103", "b-0104"]) { world in
            try await Self.fill(world.database)
            _ = try await world.database.run("SELECT pg_stat_reset()")
            for round in 1...3 {
                let link = SampleEvent.link("h-\(round)")
                try await world.take(
                    .held("h-\(round)", started: "2021-04-0\(round)T14:30:00+08:00"), .held("h-\(round)"),
                    .corrected("c-\(round)", of: "h-\(round)", unit: "b-0104"),
                    .held("l-\(round)", kind: "report").setting("report", to: #""problem-list""#)
                        .setting("items", to: #"[{"title":"a","answers":\#(link)}]"#),
                    .held("talks-\(round)", kind: "talks"), .retracted("r-\(round)", of: "h-\(round)"),
                    .held("p-\(round)", unit: "b-090\(round)"), .held("f-\(round)", unit: "b 0103"),
                    .corrected("e-\(round)", of: "later-\(round)"), .watermark("w-\(round)"))
                try await world.take(.held("later-\(round)"))
                try await world.register("b-090\(round)")
                try await world.hearOf("b-090\(round)")
                try await world.drain()
            }
            world.pool.close()

            let read = try await world.database.rowsRead(of: Self.tables)
            #expect(read.inSequence.isEmpty, "\(read.inSequence)")
            #expect(read.byIndex > 100)
        }
    }

    /// Twenty thousand rows of each, so that nobody would go through them all if there is another way.
    private static func fill(_ database: ScratchDatabase) async throws {
        let statements: [SQL] = [
            """
            INSERT INTO activity.seen (digest, content, unit, occurred)
            SELECT gen_random_uuid(), gen_random_uuid(), 'u-' || n % 500, '2020-01-01Z' FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO activity.journal (lane, position, accepted, topic, type, source, id, value, digest)
            SELECT 47, n, '2020-01-01Z', 'guoying.activity.journal', 'guoying.activity.held.v1', '/campus/hr',
                'x-' || n, '{}', '' FROM generate_series(1, 20000) n
            """,
            "UPDATE activity.lane SET head = 20000 WHERE lane = 47",
            """
            INSERT INTO activity.record
                (unit, occurred, kind, record, revision, state, recorded, accepted, lane, position)
            SELECT 'u-' || n % 500, '2020-01-01Z', 'theme-day', gen_random_uuid(), 1, 'held', '2020-01-01Z',
                '2020-01-01Z', 47, n FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO activity.version (event, record, revision, unit, occurred)
            SELECT gen_random_uuid(), gen_random_uuid(), 2, 'u-1', '2020-01-01Z' FROM generate_series(1, 20000)
            """,
            """
            INSERT INTO activity.dead_letter (lane, position, accepted, code, stage, source, unit, recorded, topic,
                partition, record_offset)
            SELECT 47, n, '2020-01-01Z', 'schema', 'schema', '/campus/hr', 'u-1', '2020-01-01Z', 't', 0, n
            FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO activity.parked_key (key, since, waiting)
            SELECT 'unit:v-' || n, '2021-05-03Z', 1 FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO activity.parked (key, digest, source, accepted, topic, partition, record_offset, value)
            SELECT 'unit:v-' || n, gen_random_uuid(), '/campus/hr', '2021-05-03Z', 't', 0, n, '{}'
            FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO activity.due (what, key, at, clock)
            SELECT 'parking', 'v-' || n, '2030-01-01Z', 'business' FROM generate_series(1, 20000) n
            """,
            "ANALYZE",
        ]
        for statement in statements { _ = try await database.run(statement) }
    }
}
