import Domain
import Kit
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Activity

/// What the views tell of talks, surveys and care: in counts, once, and never so that a few could be seen.
@Suite(.timeLimit(.minutes(1))) struct `What is told in counts` {
    @Test func `is told when the month is over, for units and for all below them`() async throws {
        try await Self.lending { world in
            try await world.take(
                .talks("1", of: "b-0101", due: 12, held: 9), .talks("2", of: "b-0102", due: 3, held: 3),
                .talks("3", of: "b-0201", due: 4, held: 1), .talks("4", of: "b-0202", due: 8, held: 8))
            #expect(try await world.disclosed("talks").isEmpty)
            try await world.endMonth()

            // Below g-01 three would be left, and below g-02 four: together they are enough.
            #expect(
                try await world.disclosed("talks") == [
                    "c committee-members due 27 held 21", "b-0101 committee-members due 12 held 9",
                    "b-0202 committee-members due 8 held 8",
                ])
        }
    }

    @Test func `is told once: what comes later, also a correction, changes nothing of it`() async throws {
        try await Self.lending { world in
            try await world.take(.survey("1", of: "b-0101", answers: 23))
            try await world.endMonth()
            let told = try await world.disclosed("survey")
            try await world.take(
                .survey("2", of: "b-0101", answers: 24).correcting("1"),
                .survey("3", of: "b-0101", answers: 25), .survey("4", of: "g-01", answers: 24),
                .survey("5", of: "b-0101", answers: 11, from: "2021-06-01", to: "2021-06-30", started: "2021-05-03"))
            try await world.endMonth()

            #expect(told == ["b-0101 workload 23 2021-04-01 2021-04-30"])
            #expect(
                try await world.disclosed("survey") == told + ["b-0101 workload 11 2021-06-01 2021-06-30"])
        }
    }

    @Test func `is told of talks once for the same days, as a sum that grows tells of the one who came`() async throws {
        try await Self.lending { world in
            let april = #"{"from":"2021-04-01","to":"2021-06-30"}"#
            let may = #"{"from":"2021-05-01","to":"2021-06-30"}"#
            try await world.take(.talks("1", of: "b-0101", due: 12, held: 9).setting("period", to: april))
            try await world.endMonth()
            try await world.take(
                .talks("2", of: "b-0101", due: 12, held: 10).setting("period", to: may),
                .talks("3", of: "b-0201", due: 9, held: 8).setting("period", to: may))
            try await world.endMonth()

            #expect(
                try await world.disclosed("talks") == [
                    "b-0101 committee-members due 12 held 9", "c committee-members due 12 held 9",
                    "g-01 committee-members due 12 held 9",
                ])
        }
    }

    @Test func `is not even that there is a record, where it is about one person`() async throws {
        try await Self.lending { world in
            try await world.take(
                .help("h", of: "b-0101"),
                .talks("t", of: "b-0101", due: 3, held: 2)
                    .setting("attendance", to: #"{"due":3,"present":2}"#))
            let seen = try await world.database.connected(as: "guoying_reader", schema: "activity") { connection in
                try await connection.run("SELECT kind || coalesce(detail::text, '') AS row FROM activity.record_v1")
                    .decode("row", as: String.self)
            }
            #expect(seen == ["talks"])
            #expect(try await world.log().map { $0["kind"]?.string } == ["talks"])
            // Of such kinds letters keep nothing either, whatever is wrong.
            try await world.take(.help("early", of: "b-0101").setting("startedAt", to: quoted("2031-01-01T00:00:00Z")))
            let kept = try await world.texts(
                "SELECT coalesce(octet_length(value), 0)::text FROM activity.journal WHERE type = 'future'")
            #expect(kept == ["0"])
        }
    }

    @Test func `lies in no letter that an older version has kept whole, for whoever only reads`() async throws {
        try await Self.lending { world in
            try await world.take(.help("early", of: "b-0101").setting("startedAt", to: quoted("2031-01-01T00:00:00Z")))
            _ = try await world.database.run(
                "UPDATE activity.journal SET value = convert_to('{\"category\":\"housing\"}', 'UTF8') WHERE type = 'future'"
            )
            for (role, kept) in [("guoying_reader", "nothing"), ("guoying_operator", #"{"category":"housing"}"#)] {
                let seen = try await world.database.connected(as: role, schema: "activity") { connection in
                    try await connection.run(
                        """
                        SELECT coalesce(convert_from(value, 'UTF8'), 'nothing') AS value, digest IS NULL AS hidden
                        FROM activity.journal_v1 WHERE type = 'future'
                        """)
                }
                #expect(try seen.decode("value", as: String.self) == [kept])
                #expect(try seen.decode("hidden", as: Bool.self) == [kept == "nothing"])
            }
        }
    }

    @Test func `and an event with a list that nobody described stops nobody from reading the others`() async throws {
        try await Self.lending { world in
            try await world.take(
                .held("1", unit: "b-0101").setting("decisions", to: #"["x",{"vote":[1]}]"#)
                    .setting("roll", to: #"["p-1"]"#), .held("2", unit: "b-0102"))
            #expect(try await world.log().map { $0["id"]?.string } == ["1", "2"])
        }
    }

    @Test func `is of no survey that says twice how one group has answered one question`() async throws {
        try await Self.lending { world in
            let cells = #"[{"question":"workload","answers":30},{"question":"workload","answers":21}]"#
            try await world.take(.survey("1", of: "b-0101", answers: 30).setting("cells", to: cells))
            #expect(try await world.letters() == ["schema data.cells"])
        }
    }

    @Test func `leaves out a whole whose parts are told, where few would be left between them`() async throws {
        try await Self.lending { world in
            try await world.take(
                .survey("1", of: "g-01", answers: 52), .survey("2", of: "b-0101", answers: 30),
                .survey("3", of: "b-0102", answers: 17), .survey("4", of: "g-02", answers: 60),
                .survey("5", of: "b-0201", answers: 50), .survey("6", of: "c", answers: 112))
            try await world.endMonth()

            #expect(
                try await world.disclosed("survey").map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
                    == ["b-0101 workload 30", "b-0102 workload 17", "b-0201 workload 50", "g-02 workload 60"])
        }
    }

    @Test func `counts requests for help from ten on, without what was taken back`() async throws {
        try await Self.lending { world in
            let requests = (0..<11).map { SampleEvent.help("h-\($0)", of: $0 < 6 ? "b-0101" : "b-0102") }
            try await world.take(requests.map { $0.record() })
            try await world.take(.retracted("x", of: "h-3"), .held("o", unit: "b-0101", kind: "theme-day"))
            try await world.endMonth()

            #expect(try await world.disclosed("help") == ["c housing 10", "g-01 housing 10"])
        }
    }

    @Test func `is all that a reader sees of such a record; who is told more is written down`() async throws {
        try await Self.lending { world in
            try await world.take(
                .talks("1", of: "b-0101", due: 12, held: 9), .held("2", unit: "b-0101", kind: "theme-day"))
            let record = try #require(try await world.log("--kind", "talks").first)
            #expect(record["withheld"] == .boolean(true) && record["data"] == nil && record["looks"] == nil)
            let values = try await world.database.connected(as: "guoying_reader", schema: "activity") { connection in
                try await connection.run("SELECT value, digest FROM activity.journal_v1").map { row in
                    let value = try row.decode("value", as: [UInt8]?.self)
                    return try row.decode("digest", as: [UInt8]?.self) == nil && value == nil
                }
            }
            #expect(values == [true, true])

            let text = try await world.activities(["--purpose", "audit"], as: "guoying_operator")
            #expect(text.status == 2 && text.errors.contains("--format json"), "\(text.errors)")
            let reader = try await world.activities(["--purpose", "audit", "--format", "json"])
            #expect(reader.status == 1 && reader.errors.contains("guoying_operator"), "\(reader.errors)")
            let empty = try await world.activities(["--purpose", " ", "--format", "json"], as: "guoying_operator")
            #expect(empty.status != 0 && empty.errors.contains("needs a purpose"), "\(empty.errors)")
            let operatorsView = try await world.activities(
                ["--purpose", "a question of b-0101's", "--format", "json"], as: "guoying_operator")
            #expect(operatorsView.output.contains(#""count":9"#), "\(operatorsView.output)")

            let looked = try #require(try await world.log("--kind", "talks").first?["looks"]?.elements)
            #expect(looked.map { $0["purpose"]?.string } == ["a question of b-0101's"])
            #expect(looked.map { $0["by"]?.string } == ["guoying_operator"])
            // Nobody is looked at in a theme day.
            #expect(try await world.log("--kind", "theme-day").first?["looks"] == nil)
            let list = try await world.activities(["--kind", "talks"])
            #expect(list.output.contains("told in counts only"), "\(list.output)")
            #expect(list.output.contains("a question of b-0101's"), "\(list.output)")
        }
    }

    @Test func `stands in a table whole for whoever says what for, and who looked beside it`() async throws {
        try await Self.lending { world in
            try await world.take(
                .talks("1", of: "b-0101", due: 12, held: 9), .held("2", unit: "b-0101", kind: "theme-day"))
            let before = try await world.table("--kind", "talks").first
            #expect(before?["withheld"] == "true" && before?["data"] == "" && before?["looks"] == "")

            let whole = try await world.table("--kind", "talks", "--purpose", "an audit, again", as: "guoying_operator")
            _ = try await world.table("--purpose", "a question", as: "guoying_operator")

            let data = try JSONValue(try #require(whole.first?["data"]))
            #expect(data["kind"]?.string == "talks" && data["unit"]?.string == "b-0101")
            #expect(whole.first?["withheld"] == "")
            #expect(whole.first?["looks"] == "1" && whole.first?["looks.purpose"] == "an audit, again")
            // The newest first, each of whom the column `looks` counts.
            let looked = try #require(try await world.table("--kind", "talks").first)
            #expect(looked["data"] == "" && looked["looks"] == "2")
            #expect(looked["looks.by"] == "guoying_operator; guoying_operator")
            #expect(looked["looks.purpose"] == "a question; an audit, again")
            let looks = try #require(try await world.log("--kind", "talks").first?["looks"]?.elements)
            #expect(looked["looks.at"] == looks.reversed().compactMap { $0["at"]?.string }.joined(separator: "; "))
            #expect(try await world.table("--kind", "theme-day").first?["looks"] == "")
            let reader = try await world.activities(["--purpose", "audit", "--format", "csv"])
            #expect(reader.status == 1 && reader.errors.contains("guoying_operator"), "\(reader.errors)")
        }
    }

    @Test func `are the kinds that have such a form`() async throws {
        try await Self.lending { world in
            let kinds = ActivityKind.allCases.map(\.rawValue)
            let withheld = try await world.texts(
                "SELECT kind FROM unnest(\(kinds)::text[]) AS kind WHERE activity.is_withheld(kind)")
            #expect(Set(withheld) == Set(ActivityKind.allCases.filter(\.isWithheld).map(\.rawValue)))
        }
    }

    private static func lending(_ body: (World) async throws -> Void) async throws {
        try await World.lending(units: []) { world in
            try await world.register("c")
            for (unit, parent) in [
                ("g-01", "c"), ("g-02", "c"), ("b-0101", "g-01"), ("b-0102", "g-01"), ("b-0201", "g-02"),
                ("b-0202", "g-02"),
            ] {
                try await world.register(unit, below: parent)
            }
            try await body(world)
        }
    }
}

extension World {
    /// Lets the business month go by, and looks at what is due.
    fileprivate func endMonth() async throws {
        let next = self.now.day.adding(months: 1).start
        self.clock.advance(by: .microseconds(next.microseconds - self.clock.now()) + .seconds(3_600))
        try await self.drain()
    }

    /// What is told of a form.
    fileprivate func disclosed(_ form: String) async throws -> [String] {
        switch form {
        case "talks":
            try await self.texts(
                """
                SELECT concat_ws(' ', unit, relation, 'due', due, 'held', held) FROM activity.talks_v1
                ORDER BY due DESC
                """)
        case "survey":
            try await self.texts(
                """
                SELECT concat_ws(' ', unit, question, answers, first_day, last_day) FROM activity.survey_v1
                ORDER BY first_day, unit
                """)
        default:
            try await self.texts(
                "SELECT concat_ws(' ', unit, matter, count) FROM activity.care_v1 WHERE is_request ORDER BY unit")
        }
    }
}

extension SampleEvent {
    fileprivate static func talks(_ id: String, of unit: String, due: Int, held: Int) -> SampleEvent {
        SampleEvent.held(id, unit: unit, kind: "talks")
            .setting("talks", to: #"[{"relation":"committee-members","count":\#(held),"due":\#(due)}]"#)
    }

    fileprivate static func survey(
        _ id: String, of unit: String, answers: Int, from: String = "2021-04-01", to: String = "2021-04-30",
        started: String = "2021-04-30"
    ) -> SampleEvent {
        SampleEvent.held(id, unit: unit, started: "\(started)T08:00:00+08:00", kind: "survey-result")
            .setting("period", to: #"{"from":"\#(from)","to":"\#(to)"}"#)
            .setting("cells", to: #"[{"question":"workload","answers":\#(answers)}]"#)
    }

    fileprivate static func help(_ id: String, of unit: String) -> SampleEvent {
        SampleEvent.held(id, unit: unit, kind: "help-case").setting("category", to: #""housing""#)
    }

    fileprivate func correcting(_ target: String) -> SampleEvent {
        var event = self
        event.type = .corrected
        event.data["corrects"] = Self.link(target)
        event.data["reason"] = #""wrong-count""#
        return event
    }
}
