import Kit
import Testing

@testable import Activity

/// `guoying activities`, on what the service has taken in.
@Suite(.timeLimit(.minutes(1))) struct `The log` {
    @Test func `shows of each record the version that counted as known then, where it stood`() async throws {
        try await World.lending(units: ["b-0103", "b-0104"]) { world in
            try await world.take(
                .held("1").recorded("2021-04-10T08:00:00+08:00"),
                .corrected("2", of: "1", unit: "b-0104", started: "2021-04-10T14:30:00+08:00")
                    .recorded("2021-04-20T08:00:00+08:00"),
                .held("3", started: "2021-04-11T14:30:00+08:00").recorded("2021-04-12T08:00:00+08:00"),
                .retracted("4", of: "3").recorded("2021-04-21T08:00:00+08:00"))

            let before = try await world.log("--known-at", "2021-04-15")
            let now = try await world.log()
            let versions = try await world.log("--versions")

            #expect(before.map { $0["id"]?.string } == ["1", "3"])
            #expect(before.map { $0["unit"]?.string } == ["b-0103", "b-0103"])
            #expect(now.map { $0["id"]?.string } == ["2"])
            #expect(now[0]["unit"]?.string == "b-0104")
            #expect(now[0]["startedAt"]?.string == "2021-04-10T14:30:00+08:00")
            #expect(versions[0]["versions"]?.elements.map { $0["id"]?.string } == ["1", "2"])
            #expect(versions[0]["versions"]?.elements.map { $0["state"]?.string } == ["held", "held"])
            #expect(try await world.log("--as-of", "2021-04-10").isEmpty)
            #expect(try await world.log("--from", "2021-04-10", "--to", "2021-04-11").count == 1)
            #expect(try await world.log("--unit", "b-0103").isEmpty)
        }
    }

    @Test func `has a line of a table for each version, which says what the version's object does`() async throws {
        try await World.lending(units: ["b-0103", "b-0104"]) { world in
            try await world.take(
                .held("1").recorded("2021-04-10T08:00:00+08:00"),
                .corrected("2", of: "1", unit: "b-0104", started: "2021-04-10T14:30:00+08:00")
                    .recorded("2021-04-20T08:00:00+08:00"),
                .held("3", started: "2021-04-11T14:30:00+08:00").recorded("2021-05-02T23:00:00+08:00"))

            let objects = try await world.log("--versions")
            let lines = try await world.table("--versions")
            let plain = try await world.table()

            // What counts stands in each line of the record, and names its version.
            #expect(lines.map { $0["id"] } == ["2", "2", "3"])
            #expect(lines.map { $0["unit"] } == ["b-0104", "b-0104", "b-0103"])
            #expect(lines.map { $0["versions.id"] } == ["1", "2", "3"])
            #expect(lines.map { $0["versions.delayed"] } == ["true", "true", ""])
            let versions = objects.flatMap { $0["versions"]?.elements ?? [] }
            for member in ["state", "source", "id", "recorded", "accepted"] {
                #expect(lines.map { $0["versions.\(member)"] } == versions.map { $0[member]?.string })
            }
            #expect(lines.map { $0["versions.revision"] } == ["1", "2", "1"])
            #expect(plain.map { $0["id"] } == ["2", "3"])
            #expect(plain.map { $0["versions.id"] } == ["", ""])
            #expect(plain.first?.keys.sorted() == lines.first?.keys.sorted())
        }
    }

    @Test func `tells what may be there twice and what came late, and drops neither`() async throws {
        try await World.lending { world in
            try await world.take(
                .held("1").recorded("2021-04-10T08:00:00+08:00"),
                .held("a").from("/campus/hr").recorded("2021-05-02T08:00:00+08:00"),
                .held("other", kind: "party-class").recorded("2021-05-02T08:00:00+08:00"))

            let log = try await world.log()
            #expect(log.map { $0["probableDuplicate"] } == [.boolean(true), .boolean(true), nil])
            #expect(log.map { $0["delayed"] } == [nil, .boolean(true), nil])
            #expect(try await world.log("--source", "/campus/hr").map { $0["probableDuplicate"] } == [.boolean(true)])
            let text = try await world.activities(["--kind", "theme-day"])
            #expect(text.output.contains("probable duplicate, delayed until 2021-05-03"))
            let lines = try await world.activities(["--format", "csv"]).output.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines[1].hasPrefix("b-0103,theme-day,2021-04-09T14:30:00+08:00,,,,/campus/hr,a,"))
        }
    }

    @Test func `says so where nothing fits, where there is more, and where a name does not exist`() async throws {
        try await World.lending { world in
            let empty = try await world.activities([])
            try await world.take(.held("1"), .held("2", started: "2021-04-10T14:30:00+08:00"))
            let first = try await world.activities(["--limit", "1"])
            let unit = try await world.activities(["--unit", "b-0130"])
            let kind = try await world.activities(["--kind", "theme-dya"])

            #expect(empty.status == 0 && empty.output.hasPrefix("no such activity is in the log as of "))
            #expect(first.status == 0 && first.output.split(separator: "\n").count == 2)
            #expect(first.errors == "guoying: there are more than 1; narrow the question, or raise --limit\n")
            #expect(unit.status == 1)
            #expect(unit.errors.contains("no unit 'b-0130' (did you mean 'b-0103'?)"), "\(unit.errors)")
            #expect(kind.status == 2 && kind.errors.contains("did you mean 'theme-day'"))
        }
    }

    @Test func `tells of a vote whether enough came and whether it was carried, never who was due`() async throws {
        try await World.lending { world in
            let vote = #"{"matter": "admission", "method": "secret", "due": 3, "present": 2, "for": 2, "roll": "#
            let whole = try await world.logged(
                "members-meeting",
                ["decisions": #"[{"matter": "接收预备党员", "mode": "vote", "vote": \#(vote)["p-1","p-2","p-3"]}}]"#])
            let data = try await world.log().first?["data"]

            let decision = try #require(data?["decisions"]?.elements.first)
            #expect(decision["vote"]?["due"] == .integer(3))
            #expect(decision["vote"]?["roll"] == nil)
            #expect(whole?["decisions"]?.elements.first?["vote"]?["roll"]?.elements.count == 3)
            #expect(try await world.log().first?["looks"]?.elements.count == 1)
            let votes = try await world.log().first?["votes"]?.elements
            #expect(votes?.first?["matter"]?.string == "接收预备党员")
            #expect(votes?.first?["quorate"] == .boolean(true) && votes?.first?["carried"] == .boolean(true))
        }
    }
}
