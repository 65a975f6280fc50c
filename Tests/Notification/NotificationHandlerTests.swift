import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Notification
@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `The handler of alerts` {
    private let everything = Recipient(name: "everything", match: AlertMatch(), channel: .inbox(Inbox(folder: "/x")))
    private let notices = Recipient(
        name: "notices", match: AlertMatch(severities: ["notice"]), channel: .inbox(Inbox(folder: "/x")))
    private let breaches = Recipient(
        name: "breaches", match: AlertMatch(severities: ["breach"]), channel: .inbox(Inbox(folder: "/x")))

    private func deliveries(on stage: Stage) async throws -> [String] {
        try await stage.texts(
            "SELECT recipient || ' ' || alert || '-v' || version FROM notification.delivery ORDER BY number")
    }

    @Test func `enters a version for everybody who is told of it`() async throws {
        try await Stage.lending([self.everything, self.notices, self.breaches]) { stage in
            let dispositions = try await stage.takeIn(SampleAlert())

            #expect(dispositions == [.applied])
            #expect(try await self.deliveries(on: stage) == ["everything al-5f2c-v1", "breaches al-5f2c-v1"])
            let due = try await stage.texts("SELECT what || ' ' || key FROM notification.due ORDER BY key")
            #expect(due == ["deliver breaches/b-0103", "deliver everything/b-0103"])
        }
    }

    @Test func `tells every version above all that came before, and no other`() async throws {
        try await Stage.lending([self.everything]) { stage in
            let first = try await stage.takeIn(
                SampleAlert(version: 2), SampleAlert(version: 1), SampleAlert(version: 3))
            let second = try await stage.takeIn(
                SampleAlert(version: 3), SampleAlert(version: 4), SampleAlert(version: 4),
                SampleAlert(id: "al-other", version: 1))

            #expect(first == [.applied, .duplicate, .applied])
            #expect(second == [.duplicate, .applied, .duplicate, .applied])
            #expect(
                try await self.deliveries(on: stage) == [
                    "everything al-5f2c-v2", "everything al-5f2c-v3", "everything al-5f2c-v4",
                    "everything al-other-v1",
                ])
        }
    }

    @Test func `says once of each version that nobody is told`() async throws {
        try await Stage.lending([self.notices]) { stage in
            try await stage.takeIn(SampleAlert())
            try await stage.takeIn(SampleAlert())

            let entries = try await stage.journal("guoying.notification.suppressed.v1")
            #expect(entries == [#"{"alert":"al-5f2c","version":1,"unit":"b-0103","reason":"no-recipient"}"#])
            #expect(try await stage.waiting() == 0)
        }
    }

    @Test func `sends what the alert says, unchanged`() async throws {
        try await Stage.lending([self.everything]) { stage in
            let alert = SampleAlert()
            try await stage.takeIn(alert)

            let bodies = try await stage.texts("SELECT convert_from(body, 'UTF8') FROM notification.delivery")

            let head = #"{"type":"guoying.supervision.alert.v1","timestamp":"2021-05-04T00:00:00+08:00","data":"#
            #expect(bodies == ["\(head)\(alert.json)}"])
        }
    }

    @Test func `sends a letter about a source as what it is`() async throws {
        try await Stage.lending([self.notices]) { stage in
            var letter = SampleAlert(id: "sq-5f2c-2021-05-10", severity: "notice").json
            letter.replace("}],\"asOf\"", with: "}],\"accepted\":3,\"asOf\"")
            let record = OutgoingRecord.event(
                letter, type: SourceQuality.type, id: "7-1", on: stage.topics.activityNotices)
            let dispositions = try await stage.takeIn([record, record])

            #expect(dispositions == [.applied, .duplicate])
            let bodies = try await stage.texts("SELECT convert_from(body, 'UTF8') FROM notification.delivery")
            let head = #"{"type":"guoying.activity.source-quality.v1","timestamp":"2021-05-04T00:00:00+08:00","data":"#
            #expect(bodies == ["\(head)\(letter)}"])
        }
    }

    @Test(arguments: [
        (#"{"version":1}"#, "schema", "data.alert"),
        (#"{"alert":"a b","version":1}"#, "schema", "data.alert"),
        (#"{"alert":"a","version":0}"#, "schema", "data.version"),
        (#"{"alert":"a","version":1}"#, "schema", "data.unit"),
        (#"{"alert":"a","version":1,"severity":"breach","unit":{"id":"b"}}"#, "schema", "data.unit.path"),
        ("{", "undecodable", "data"),
    ])
    func `sends an alert that it cannot read to dead letters`(data: String, code: String, field: String) async throws {
        try await Stage.lending([self.everything]) { stage in
            let record = OutgoingRecord.event(data, type: Alert.type, id: "1", on: stage.topics.supervisionAlerts)

            let dispositions = try await stage.takeIn([record, SampleAlert().record(on: stage.topics)])

            #expect(dispositions == [.refused, .applied])
            #expect(
                try await stage.texts("SELECT topic || ' ' || type FROM notification.journal")
                    == ["guoying.notification.dead-letters \(code)"])
            #expect(try await stage.texts("SELECT convert_from(value, 'UTF8') FROM notification.journal") == [data])
            let headers = try #require(await stage.texts("SELECT headers::text FROM notification.journal").first)
            #expect(headers.contains(#"["dlq-field","\#(field)"]"#))
            #expect(headers.contains(#"["dlq-original-topic","guoying.supervision.alerts"]"#))
        }
    }

    @Test func `sends an alert to dead letters that the database would not take`() async throws {
        try await Stage.lending([self.everything]) { stage in
            let dispositions = try await stage.takeIn([SampleAlert().record(on: stage.topics)], condemned: true)

            #expect(dispositions == [.refused])
            #expect(try await stage.texts("SELECT type FROM notification.journal") == ["internal"])
        }
    }

    @Test func `answers a command that it does not know, once`() async throws {
        try await Stage.lending { stage in
            let command = OutgoingRecord.event(
                "{}", type: "guoying.notification.dance.v1", id: "c-1", on: stage.topics.notificationCommands)

            let first = try await stage.takeIn([command, command])
            let second = try await stage.takeIn([command])

            #expect(first == [.applied, .duplicate])
            #expect(second == [.duplicate])
            #expect(
                try await stage.texts("SELECT command || ' ' || type FROM notification.answers_v1")
                    == ["c-1 guoying.notification.command-rejected.v1"])
            let values = try await stage.texts("SELECT convert_from(value, 'UTF8') FROM notification.answers_v1")
            #expect(values.first?.hasPrefix(#"{"code":"unsupported-type","field":"type","sentence":{"zh":"#) == true)
        }
    }

    @Test func `tells whoever holds the posts on that day, and whoever leads above where one is vacant`() async throws {
        var holders = self.everything
        holders.posts = [.owedBy, .tell]
        try await Stage.lending([self.notices, holders]) { stage in
            _ = try await stage.database.run(
                """
                INSERT INTO registry.unit (code, valid_from, name, kind, parent, recorded, accepted, position)
                VALUES ('c', '2020-01-01', 'c', 'committee', NULL, '2020-01-01', now(), 1),
                    ('g-02', '2020-01-01', 'g-02', 'general-branch', 'c', '2020-01-01', now(), 2),
                    ('b-0103', '2020-01-01', 'b-0103', 'branch', 'g-02', '2020-01-01', now(), 3)
                """)
            _ = try await stage.database.run(
                """
                INSERT INTO registry.post (unit, post, person, valid_from, valid_through, recorded, accepted, position)
                VALUES ('b-0103', 'branch-secretary', 'p-1', '2020-01-01', '2021-05-03', '2020-01-01', now(), 4),
                    ('g-02', 'general-branch-secretary', 'p-2', '2020-01-01', NULL, '2020-01-01', now(), 5),
                    ('c', 'organisation-department', 'p-3', '2020-01-01', NULL, '2020-01-01', now(), 6)
                """)

            try await stage.takeIn(SampleAlert())

            let persons = try await self.deliveries(on: stage)
            let bodies = try await stage.texts(
                """
                SELECT (convert_from(body, 'UTF8')::json -> 'to' ->> 'person') || ' ' ||
                    ((convert_from(body, 'UTF8')::json -> 'to' -> 'note') IS NOT NULL)::text
                FROM notification.delivery ORDER BY number
                """)
            #expect(persons == ["everything:p-2 al-5f2c-v1", "everything:p-3 al-5f2c-v1"])
            #expect(bodies == ["p-2 true", "p-3 false"])
        }
    }

    @Test func `says so where a post is vacant up to the top`() async throws {
        var holders = self.everything
        holders.posts = [.owedBy]
        try await Stage.lending([holders]) { stage in
            try await stage.takeIn(SampleAlert())

            let entries = try await stage.journal("guoying.notification.suppressed.v1")
            #expect(entries == [#"{"alert":"al-5f2c","version":1,"unit":"b-0103","reason":"post-vacant"}"#])
        }
    }
}
