import Crypto
import Domain
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Activity
@testable import Pipeline

@Suite(.serialized, .timeLimit(.minutes(1)))
struct `The intake` {
    @Test func `writes an event, passes it on and adds it up`() async throws {
        try await World.lending { world in
            var event = SampleEvent.held("1").recorded("2021-04-10T08:00:00+08:00")
            event.extensions = ["traceparent": "00-1"]
            event.time = "2021-04-09T17:30:00+08:00"

            try await world.take(event.setting("note", to: "\"kept\""))

            #expect(try await world.balance() == [1, 1, 0, 0, 0])
            let entry = try await world.database.run(
                "SELECT topic, lane, type, source, id, value, headers::text AS headers FROM activity.journal")[0]
            #expect(try entry.decode("topic", as: String.self) == "guoying.activity.journal")
            #expect(try entry.decode("lane", as: Int16.self) == Int16(Lane.index(ofUnit: "b-0103")))
            #expect(try entry.decode("type", as: String.self) == "guoying.activity.held.v1")
            #expect(try entry.decode("source", as: String.self) == "/campus/oa")
            #expect(try entry.decode("id", as: String.self) == "1")
            let value = String(decoding: try entry.decode("value", as: [UInt8].self), as: UTF8.self)
            #expect(value.contains("\"note\":\"kept\""))
            let headers: String = try entry.decode("headers")
            #expect(headers.contains("[\"ce_time\",\"2021-04-09T09:30:00Z\"]"))
            #expect(headers.contains("[\"ce_recordedtime\",\"2021-04-10T00:00:00Z\"]"))
            #expect(headers.contains("[\"ce_traceparent\",\"00-1\"]"))
        }
    }

    @Test func `says that it knew an event no earlier than it can be read and no later than it came`() async throws {
        try await World.lending { world in
            try await world.take(
                SampleEvent.held("1").recorded("2021-06-01T00:00:00+08:00"),
                SampleEvent.held("2").recorded("2021-04-10T08:00:00+08:00"), SampleEvent.held("3").recorded("soon"))

            let recorded = try await world.database.run(
                "SELECT recorded = accepted AS is_acceptance FROM activity.record_v1 ORDER BY id")
            #expect(try recorded.decode("is_acceptance", as: Bool.self) == [true, false, true])
        }
    }

    @Test func `keeps what rules look at`() async throws {
        try await World.lending { world in
            try await world.take(
                SampleEvent.held("1").setting("segments", to: "[{\"part\":\"study\",\"minutes\":60}]"))

            let detail = try await world.texts("SELECT detail::text FROM activity.record_v1")
            #expect(detail == ["{\"segments\":{\"study\":60}}"])
        }
    }

    @Test func `counts a duplicate and changes nothing, within a batch and across batches`() async throws {
        try await World.lending { world in
            let event = SampleEvent.held("1").recorded("2021-04-10T08:00:00+08:00")

            try await world.take(event, event)
            try await world.take(event.recorded("2021-04-09T20:00:00+08:00"))

            #expect(try await world.balance() == [3, 1, 2, 0, 0])
            #expect(try await world.database.count("SELECT count(*) FROM activity.journal") == 1)
        }
    }

    @Test func `refuses the same id with other content, and a refused record claims no id`() async throws {
        try await World.lending { world in
            try await world.take(.held("1"))
            try await world.take(.held("1", kind: "talks"), .held("2", started: "2021-05-04T00:00:00+08:00"))
            try await world.take(.held("2"))

            #expect(try await world.balance() == [4, 2, 0, 2, 0])
            let letters = try await world.texts("SELECT code || ' ' || field FROM activity.dead_letter_v1 ORDER BY 1")
            #expect(letters == ["conflicting-duplicate id", "future data.startedAt"])
        }
    }

    @Test func `refuses what lies ahead of its acceptance by more than ten minutes`() async throws {
        try await World.lending { world in
            var timely = SampleEvent.held("1", started: "2021-05-03T08:10:00+08:00")
            timely.time = "2021-05-03T08:10:00+08:00"
            var late = SampleEvent.held("2")
            late.time = "2021-05-03T08:10:01+08:00"

            try await world.take(
                timely, late, .held("3", started: "2021-05-03T08:10:01+08:00"),
                .watermark("4", until: "2021-05-03T08:10:01+08:00"))

            #expect(try await world.balance() == [4, 1, 0, 3, 0])
            let fields = try await world.texts("SELECT field FROM activity.dead_letter_v1 ORDER BY 1")
            #expect(fields == ["data.startedAt", "data.until", "time"])
        }
    }

    @Test func `lets only the source of a record correct it, and only bound sources speak`() async throws {
        let intake = IntakeTopics("guoying.activity.intake=/campus/oa,/campus/hr")
        try await World.lending(intake: intake) { world in
            try await world.take(
                .held("1"), SampleEvent.corrected("2", of: "1").from("/campus/hr"),
                SampleEvent.held("3").from("/campus/library"),
                SampleEvent.held("4", started: "2021-07-01T00:00:00+08:00").from("/campus/library"))

            let letters = try await world.texts(
                "SELECT code || ' ' || field FROM activity.dead_letter_v1 ORDER BY event_id")
            #expect(
                letters == [
                    "source-not-allowed data.corrects.source", "source-not-allowed source", "future data.startedAt",
                ])
        }
    }

    @Test func `makes letters of what it cannot read, whatever it is`() async throws {
        try await World.lending { world in
            let topic = world.topics.activityIntake.name
            let event = SampleEvent.held("1")
            let records = [
                OutgoingRecord(topic: topic, value: nil),
                OutgoingRecord(topic: topic, value: []),
                OutgoingRecord(topic: topic, value: Array("{\"unit\":\"b-0103\",\"kind\":\"theme-day\"".utf8)),
                OutgoingRecord(topic: topic, value: [0xff, 0xfe, 0x00]),
                OutgoingRecord(
                    topic: topic, key: [UInt8](repeating: 1, count: 100_000),
                    value: [UInt8](repeating: 0x20, count: 20 << 20), headers: event.headers),
                OutgoingRecord(
                    topic: topic, value: Array(event.json.utf8),
                    headers: event.headers + [Header(name: "big", value: [UInt8](repeating: 65, count: 2_000_000))]
                        + [Header(name: "ce_type", text: "another")]),
                event.setting("unit", to: "\"a\\u0000b\"").record(),
            ]

            try await world.take(records)

            #expect(try await world.balance() == [7, 0, 0, 7, 0])
            let codes = try await world.texts(
                "SELECT code FROM activity.dead_letter_v1 ORDER BY record_offset")
            #expect(codes.count == 7 && codes[4] == "too-large" && codes[0] == "undecodable")
            let rows = try await world.database.run(
                """
                SELECT octet_length(value) AS size, octet_length(key) AS key, headers::text AS headers
                FROM activity.journal j JOIN activity.dead_letter_v1 d USING (lane, position) ORDER BY record_offset
                """)
            #expect(try rows[0].decode("size", as: Int32?.self) == nil)
            #expect(try rows[4].decode("size", as: Int32.self) == 65_536)
            #expect(try rows[4].decode("key", as: Int32.self) == 65_536)
            #expect(try rows[4].decode("headers", as: String.self).contains("[\"dlq-size\",\"20971520\"]"))
            #expect(try rows[5].decode("headers", as: String.self).contains("[\"dlq-event-id\",\"1\"]"))
            let unit = try await world.texts(
                "SELECT unit || ' ' || kind FROM activity.dead_letter_v1 WHERE record_offset = 2")
            #expect(unit == ["b-0103 theme-day"])
        }
    }

    @Test func `puts a record that the database refuses alone among the letters`() async throws {
        try await World.lending { world in
            let work = try await world.work([SampleEvent.held("1").record()], condemned: true)

            let dispositions = try await world.pool.withConnection { connection in
                try await connection.transaction { connection in
                    try await world.handler.handle(
                        work, known: [],
                        in: Transaction(connection: connection, now: world.now, limits: JournalLimits()))
                }
            }

            #expect(dispositions == [.refused])
            #expect(try await world.texts("SELECT code FROM activity.dead_letter_v1") == ["internal"])
        }
    }

    @Test func `answers each command once, with a rejection`() async throws {
        try await World.lending { world in
            var command = SampleEvent.held("c-1")
            command.data = [:]
            let topic = world.topics.activityCommands.name
            let named = command.headers.map {
                $0.name == "ce_type" ? Header(name: "ce_type", text: "guoying.activity.dance.v1") : $0
            }
            let record = OutgoingRecord(topic: topic, value: Array("{}".utf8), headers: named)

            try await world.take([record, record])
            try await world.take([record, OutgoingRecord(topic: topic, value: Array("{}".utf8))])

            let answers = try await world.database.run("SELECT command, type, value FROM activity.answers_v1")
            #expect(answers.count == 1)
            #expect(try answers[0].decode("command", as: String.self) == "c-1")
            #expect(try answers[0].decode("type", as: String.self) == "guoying.activity.command-rejected.v1")
            let body = String(decoding: try answers[0].decode("value", as: [UInt8].self), as: UTF8.self)
            #expect(body.contains("\"code\":\"unsupported-type\"") && body.contains("dance") == false)
            // Each lies in the dead letters; without an id nobody could be answered.
            #expect(try await world.balance() == [4, 0, 0, 4, 0])
        }
    }

    @Test func `gives way to another writer of the same event and then counts a duplicate`() async throws {
        try await World.lending { world in
            let record = SampleEvent.held("1").record()

            try await world.holding([record]) { commit in
                async let second: Void = world.take([record])
                #expect(try await eventually { try await world.isSomebodyWaiting() })
                try await commit()
                try await second
            }

            #expect(try await world.database.count("SELECT count(*) FROM activity.record") == 1)
            #expect(try await world.balance() == [1, 0, 1, 0, 0])
        }
    }
}
