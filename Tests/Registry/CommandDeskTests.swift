import Domain
import Kit
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Pipeline
@testable import Registry

@Suite(.timeLimit(.minutes(1))) struct `The desk of the registry` {
    @Test func `applies an import whose commands come one by one`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let reply = try await registry.importing(
                Sheets.members("b-0101|2021-01-01|31|1"),
                Sheets.sources("/oa|OA|office@c|g-01|theme-day party-class|P1W"),
                Sheets.college)

            #expect(
                reply
                    == .imported(
                        ImportOutcome(
                            importID: "imp-1", rows: [.units: 3, .members: 1, .sources: 1], new: 5, changed: 0,
                            unchanged: 0)))
            #expect(try await registry.count("unit_v1") == 3)
            let sources = try await registry.database.run(
                "SELECT source, unit, owner, kinds, every, valid_from, recorded, position FROM registry.reporting_v1")
            #expect(try sources[0].decode("kinds", as: [String].self) == ["party-class", "theme-day"])
            #expect(try sources[0].decode("owner", as: String.self) == "office@c")
            #expect(try sources[0].decode("every", as: String.self) == "P7D")
            #expect(try await registry.count("import") == 0)
            #expect(try await registry.count("import_part") == 0)
        }
    }

    @Test func `gives each row the position of its entry, and each entry what the row says`() async throws {
        try await RegistryOnDatabase.lending { registry in
            _ = try await registry.importing(Sheets.members("b-0101|2021-01-01|31|1"), Sheets.college)

            let rows = try await registry.database.run(
                """
                SELECT j.type, convert_from(j.key, 'UTF8') AS key, convert_from(j.value, 'UTF8')::text AS value, j.lane
                FROM registry.journal_v1 j JOIN (
                    SELECT position FROM registry.unit_v1 UNION ALL SELECT position FROM registry.member_count_v1
                ) AS fact USING (position) ORDER BY position
                """)
            #expect(try rows.decode("key", as: String.self) == ["c", "g-01", "b-0101", "b-0101"])
            #expect(try rows.decode("lane", as: Int16.self) == [0, 0, 0, 0])
            #expect(try rows[3].decode("type", as: String.self) == "guoying.registry.members-counted.v1")
            #expect(
                try rows[2].decode("value", as: String.self) == """
                    {"unit":"b-0101","name":"教工支部","kind":"branch","category":"teacher","parent":"g-01",\
                    "from":"2018-09-01","recorded":"2018-09-01T00:00:00+08:00"}
                    """)
        }
    }

    @Test func `changes nothing by an import that is repeated, and adds a version where a value differs`() async throws
    {
        try await RegistryOnDatabase.lending { registry in
            let members = Sheets.members("b-0101|2021-01-01|31|1")
            let sources = Sheets.sources("/oa|OA|office@c|g-01|theme-day|P1D||2021-12-31")
            _ = try await registry.importing(Sheets.college, members, sources)
            let entries = try await registry.count("journal")

            let again = try await registry.importing(Sheets.college, members, sources)
            let other = try await registry.importing(
                Sheets.members("b-0101|2021-01-01|30|2"), Sheets.sources("/oa|OA|office@c|g-01|theme-day|P1D"))

            #expect(
                again
                    == .imported(
                        ImportOutcome(
                            importID: "imp-1", rows: [.units: 3, .members: 1, .sources: 1], new: 0, changed: 0,
                            unchanged: 5)))
            #expect(
                other
                    == .imported(
                        ImportOutcome(
                            importID: "imp-1", rows: [.members: 1, .sources: 1], new: 0, changed: 2, unchanged: 0)))
            // Six answers to the repeated import's commands and the other's, and its two rows.
            #expect(try await registry.count("journal") == entries + 5 + 4 + 2)
            #expect(try await registry.count("member_count_v1") == 2)
        }
    }

    @Test func `keeps committees and posts, each row at the position of the entry that tells it`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let reply = try await registry.importing(
                Sheets.posts("b-0101|secretary|p-17|2019-03-10|2021-12-31"),
                Sheets.committees("b-0101|2020-06-01||4", "b-0101|2019-03-10|3|5"), Sheets.college)
            let again = try await registry.importing(
                Sheets.posts("b-0101|secretary|p-17|2019-03-10|2021-12-31"),
                Sheets.committees("b-0101|2020-06-01||4", "b-0101|2019-03-10|3|5"))

            #expect(
                reply
                    == .imported(
                        ImportOutcome(
                            importID: "imp-1", rows: [.units: 3, .committees: 2, .posts: 1], new: 6, changed: 0,
                            unchanged: 0)))
            #expect(
                again
                    == .imported(
                        ImportOutcome(
                            importID: "imp-1", rows: [.committees: 2, .posts: 1], new: 0, changed: 0, unchanged: 3)))
            let told = try await registry.database.run(
                """
                SELECT c.valid_from::text AS day, convert_from(j.value, 'UTF8') AS value
                FROM registry.committee_v1 c JOIN registry.journal_v1 j ON j.lane = 0 AND j.position = c.position
                UNION ALL SELECT p.post, convert_from(j.value, 'UTF8')
                FROM registry.post_v1 p JOIN registry.journal_v1 j ON j.lane = 0 AND j.position = p.position
                ORDER BY day
                """)
            #expect(
                try told.decode("value", as: String.self) == [
                    #"{"unit":"b-0101","elected":"2019-03-10","years":3,"members":5,"#
                        + #""recorded":"2019-03-10T00:00:00+08:00"}"#,
                    #"{"unit":"b-0101","elected":"2020-06-01","members":4,"recorded":"2020-06-01T00:00:00+08:00"}"#,
                    #"{"unit":"b-0101","post":"secretary","person":"p-17","from":"2019-03-10","to":"2021-12-31","#
                        + #""recorded":"2019-03-10T00:00:00+08:00"}"#,
                ])
        }
    }

    @Test func `applies nothing of an import with a fault, and names file, line and column`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let reply = try await registry.importing(Sheets.college, Sheets.members("b-9|2021-01-01|31|1"))

            guard case .rejected(let rejection) = reply else { throw BadText(text: "\(reply)") }
            #expect(rejection.code == "faulty-rows")
            #expect(rejection.rows.map(\.file) == ["members.csv"])
            #expect(rejection.rows.map(\.line) == [2])
            #expect(rejection.rows.map(\.column) == ["unit"])
            #expect(try await registry.count("unit_v1") == 0)
            #expect(try await registry.count("import_part") == 0)
        }
    }

    @Test func `lists the first faults of many, and says how many there are`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let rows = (0..<500).map { ImportRows.Row(line: $0 + 2, cells: ["u-\($0)", "2021-01-01", "1", "0"]) }
            let members = ImportRows(
                importID: "imp-1", file: .members, name: "members.csv", columns: RegisterFile.members.requiredColumns,
                rows: rows)

            let reply = try await registry.importing(members)

            guard case .rejected(let rejection) = reply else { throw BadText(text: "\(reply)") }
            #expect(rejection.rows.count == 200)
            #expect(rejection.rows.first?.line == 2)
            #expect(rejection.sentence.en.contains("500 faults"))
        }
    }

    @Test func `only checks an import that is only to be checked`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let reply = try await registry.importing(Sheets.college, mode: .check)

            #expect(
                reply
                    == .checked(ImportOutcome(importID: "imp-1", rows: [.units: 3], new: 3, changed: 0, unchanged: 0)))
            #expect(try await registry.count("unit_v1") == 0)
        }
    }

    @Test func `takes several imports in one batch, the later on the earlier's rows`() async throws {
        try await RegistryOnDatabase.lending { registry in
            func commands(_ id: String, _ rows: ImportRows) -> [RegistryCommand] {
                [
                    .importBegin(ImportBegin(importID: id)), .importRows(rows),
                    .importCommit(ImportCommit(importID: id, rows: rows.rows.count, mode: .apply)),
                ]
            }
            let all =
                commands("i", Sheets.units("c|党委|committee|||2018-09-01", of: "i"))
                + commands("j", Sheets.units("b|支部|branch|teacher|c|2018-09-01", of: "j"))
                + commands("k", Sheets.units("b|支部|branch|teacher|c|2018-09-01", of: "k"))

            try await registry.take(all.enumerated().map { .reading($0.element, id: "c-\($0.offset)") })

            #expect(try await registry.count("unit_v1") == 2)
            #expect(
                try await registry.reply(to: "c-8")
                    == .imported(ImportOutcome(importID: "k", rows: [.units: 1], new: 0, changed: 0, unchanged: 1)))
        }
    }

    @Test func `answers each command once, however often it comes`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let begin = IncomingCommand<RegistryCommand>.reading(.importBegin(ImportBegin(importID: "i")), id: "1")
            let other = IncomingCommand<RegistryCommand>.reading(.importBegin(ImportBegin(importID: "j")), id: "1")
            let unread = IncomingCommand<RegistryCommand>(refused: Fault(.schema, at: "data.rows"), id: "2")

            #expect(try await registry.take([begin]) == [.applied])
            #expect(try await registry.take([begin, other, unread]) == [.duplicate, .refused, .refused])
            #expect(try await registry.take([unread]) == [.refused])

            #expect(try await registry.reply(to: "1") == .other("guoying.registry.import-begun.v1"))
            guard case .rejected(let rejection) = try await registry.reply(to: "2") else {
                throw BadText(text: "no rejection")
            }
            #expect(rejection.code == "schema")
            #expect(rejection.field == "data.rows")
            let letters = try await registry.database.run(
                "SELECT type FROM registry.journal_v1 WHERE topic LIKE '%dead-letters' ORDER BY position")
            #expect(try letters.decode("type", as: String.self) == ["conflicting-duplicate", "schema", "schema"])
        }
    }

    @Test func `reads every version again before it judges`() async throws {
        try await RegistryOnDatabase.lending { registry in
            _ = try await registry.importing(
                Sheets.units(
                    "c|党委|committee|||2018-09-01", "g-01|总支|general-branch||c|2018-09-01",
                    "b-0101|支部|branch|teacher|g-01|2018-09-01"))
            _ = try await registry.importing(
                Sheets.units("g-01|总支|general-branch|||2021-01-01", "c|党委|committee||b-0101|2021-01-01"))

            let ring = try await registry.importing(Sheets.units("g-01|总支|general-branch||c|2021-02-01"))

            guard case .rejected(let rejection) = ring else { throw BadText(text: "\(ring)") }
            #expect(rejection.rows.map(\.code) == ["ring"])
        }
    }

    @Test func `takes five thousand units and their counts in a hundred parts`() async throws {
        try await RegistryOnDatabase.lending { registry in
            var units = [["c", "党委", "committee", "", "", "2018-09-01", ""]]
            for number in 1..<5_000 {
                units.append(["b-\(number)", "第\(number)支部", "branch", "teacher", "c", "2018-09-01", ""])
            }
            let sheet = Self.sheet(.units, "units.csv", units.reversed())
            let members = Self.sheet(
                .members, "members.csv", (1..<5_000).map { ["b-\($0)", "2021-01-01", "\($0 % 50)", "1"] })
            let parts = (sheet.split(sizeLimitBytes: 10_000) + members.split(sizeLimitBytes: 10_000))
                .map { RegistryCommand.importRows($0) }
            let commands =
                [.importBegin(ImportBegin(importID: "i"))] + parts
                + [.importCommit(ImportCommit(importID: "i", rows: 9_999, mode: .apply))]

            #expect(parts.count > 50)
            for start in stride(from: 0, to: commands.count, by: 25) {
                let batch = commands[start..<min(start + 25, commands.count)]
                try await registry.take(
                    batch.enumerated().map { .reading($0.element, id: "c-\(start + $0.offset)") })
            }

            #expect(
                try await registry.reply(to: "c-\(commands.count - 1)")
                    == .imported(
                        ImportOutcome(
                            importID: "i", rows: [.units: 5_000, .members: 4_999], new: 9_999, changed: 0, unchanged: 0)
                    ))
            #expect(try await registry.count("unit_v1") == 5_000)
        }
    }

    @Test func `forgets an import that nobody commits within a day`() async throws {
        try await RegistryOnDatabase.lending { registry in
            try await registry.take([
                .reading(.importBegin(ImportBegin(importID: "i")), id: "1"),
                .reading(.importRows(Sheets.units("c|党委|committee|||2018-09-01", of: "i")), id: "2"),
            ])
            let store = DueStore(pool: registry.pool, clock: registry.clock)

            #expect(try await store.drain(AbandonedImports(), limit: 10) == 0)
            registry.clock.advance(by: .seconds(24 * 60 * 60))
            #expect(try await store.drain(AbandonedImports(), limit: 10) == 1)

            #expect(try await registry.count("import") == 0)
            #expect(try await registry.count("import_part") == 0)
        }
    }

    private static func sheet(_ file: RegisterFile, _ name: String, _ rows: [[String]]) -> ImportRows {
        ImportRows(
            importID: "i", file: file, name: name, columns: file.requiredColumns,
            rows: rows.enumerated().map { ImportRows.Row(line: $0.offset + 2, cells: $0.element) })
    }
}
