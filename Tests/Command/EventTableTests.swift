import FoundationEssentials
import Kit
import Testing

@testable import Command

/// `guoying intake validate` on tables, as a process of its own.
@Suite(.timeLimit(.minutes(1))) struct `A table of events` {
    @Test func `has a header row of attributes and members, and cells as people write them`() async throws {
        let table = """
            source,id,recordedtime,unit,kind,startedAt,title,attendance.due,attendance.present,topics,\
            segments.study,segments.practice
            /campus/oa,1,2021-04-10 08:00,b-0103,theme-day,2021/4/9 14:30,"学党史, 办实事",32,30,party-history；teaching,60,60
            /campus/oa,2,,b-0103,training,2021-04-09T14:30:00+08:00,,,,,,

            """
        let outcome = try await self.validate(["events.csv": table])
        #expect(outcome.status == 0 && outcome.output == "", "\(outcome.output)\(outcome.errors)")

        var events = try EventTable(self.folder(["events.csv": table]) + "/events.csv", nil)
        let texts = [events.next(), events.next(), events.next()]
        let first = try JSONValue(try #require(texts[0]).bytes)
        #expect(first["recordedtime"]?.string == "2021-04-10T08:00:00+08:00")
        #expect(first["data"]?["startedAt"]?.string == "2021-04-09T14:30:00+08:00")
        #expect(first["data"]?["attendance"] == .object(["due": .integer(32), "present": .integer(30)]))
        #expect(first["data"]?["topics"] == .array([.string("party-history"), .string("teaching")]))
        #expect(
            first["data"]?["segments"]?.elements.compactMap { $0["part"]?.string } == ["study", "practice"])
        let second = try JSONValue(try #require(texts[1]).bytes)
        #expect(second["recordedtime"] == nil && second["data"]?["attendance"] == nil)
        #expect(texts[2] == nil)
    }

    @Test func `may call things otherwise, where a mapping says what they mean`() async throws {
        let table = """
            支部,类型,活动时间,应到,实到,备注
            b-0103,主题党日,2021年4月9日 14:30,32,30,好
            b-0104,党课,2021/4/10 9:00,32,33,

            """
        let mapping = """
            columns: {支部: unit, 类型: kind, 活动时间: startedAt, 应到: attendance.due, 实到: attendance.present}
            values: {kind: {主题党日: theme-day, 党课: party-class}}
            constants: {source: /campus/oa}
            id: [支部, 活动时间]
            """
        let files = ["events.csv": table, "mapping.yaml": mapping]
        let outcome = try await self.validate(files, ["--mapping", "mapping.yaml"])

        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("events.csv:3: schema data.attendance.present: is 33; expected a whole"))
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.errors == "2 events, 1 faulty\n")
    }

    @Test(arguments: [
        ("", "events.csv:1: a header row is expected"),
        ("unit,kind,startetAt\n", "events.csv:1: no event has a member 'startetAt' (did you mean 'startedAt'?)"),
        ("\"a\u{0C}b\u{2028}\nc\"\n", "events.csv:1: no event has a member 'a\u{FFFD}b\u{FFFD}\u{FFFD}c'; a mapping"),
        (
            "title\(String(repeating: ".x", count: 99_999))\n1\n",
            "events.csv:1: no event has a member 'title.x.x"
        ),
        ("segments[].part\nstudy\n", "events.csv:1: no event has a member 'segments[].part'"),
        ("unit,unit\nb-0103,b-0104\n", "events.csv:1: the column 'unit' stands there twice"),
        ("unit,title,,\nb-0103,学党史,办实事,\n", "events.csv:2: has 4 cells, the header 2; a cell with a comma in it"),
        ("unit,kind\n\"b-0103,theme-day\n", "events.csv:2: a quote opens here and is never closed"),
    ])
    func `is refused where it is none, with the line and what to do`(table: String, error: String) async throws {
        let outcome = try await self.validate(["events.csv": table])

        #expect(outcome.status == 1 && outcome.errors.contains(error), "\(outcome.errors)")
    }

    @Test(arguments: [
        ("columns: {单位: unit}", "the mapping names a column '单位' that is not there"),
        ("colums: {支部: unit}", "colums"), ("columns: [", "mapping.yaml:"),
        ("columns: {支部: \"un[it\"}", "mapping.yaml:1:15: “un[it” is no member, which is written as"),
        ("constants: {\"a[100]\": x}", "mapping.yaml:1:13: “a[100]” is no member, which is written as"),
        (
            "columns: {支部: \(String(repeating: "x.", count: 99_999))x}",
            "mapping.yaml:1:15: “\(String(repeating: "x.", count: 30))” is no member, which is written as"
        ),
        ("id: [支部, 时间]", "the mapping names a column '时间' that is not there"),
    ])
    func `is refused with a mapping that does not fit`(mapping: String, error: String) async throws {
        let files = ["events.csv": "支部\nb-0103\n", "mapping.yaml": mapping]
        let outcome = try await self.validate(files, ["--mapping", "mapping.yaml"])

        #expect(outcome.status == 1 && outcome.errors.contains(error), "\(outcome.errors)")
    }

    @Test func `takes days, lists and yes or no as spreadsheets save them`() throws {
        let table = "kind,closedOn,topics,hours\nhelp-case,2021/4/20,,\ntraining,,教学;科研,1.5\n"
        let mapping = """
            columns: {kind: kind, closedOn: closedOn, topics: topics, hours: hours}
            values: {topics: {教学: teaching, 科研: research}}
            """
        let file = try self.folder(["events.csv": table]) + "/events.csv"
        var events = try EventTable(file, try EventMapping(Array(mapping.utf8), file: "mapping.yaml"))
        let texts = [events.next(), events.next()]

        #expect(try JSONValue(try #require(texts[0]).bytes)["data"]?["closedOn"]?.string == "2021-04-20")
        let training = try JSONValue(try #require(texts[1]).bytes)["data"]
        #expect(training?["topics"] == .array([.string("teaching"), .string("research")]))
        #expect(training?["hours"] == .number(1.5))
    }

    @Test func `names what of a row has no place in a privacy form`() async throws {
        let table = "source,id,unit,kind,startedAt,title\n/campus/oa,1,b-0103,talks,2021-04-09 14:30,与某同志\n"
        let outcome = try await self.validate(["events.csv": table])

        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("events.csv:2: privacy data.title: has no place in an event of kind talks"))
        #expect(!outcome.output.contains("某同志"))
    }

    private func validate(
        _ files: [String: String], _ options: [String] = []
    ) async throws -> (status: Int32, output: String, errors: String) {
        let folder = try self.folder(files)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let inFolder = ["-c", "cd \"$0\" && exec \"$@\"", folder, "\(try TestEnvironment.binaries())/guoying"]
        return try await Program.run("/bin/sh", inFolder + ["intake", "validate", "events.csv"] + options)
    }

    /// A folder with these files.
    private func folder(_ files: [String: String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "table-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
        return folder
    }
}
