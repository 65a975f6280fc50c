import Domain
import JSON
import Kit
import Messages
import Testing

@testable import Command

@Suite struct `The board` {
    /// The branch of the contract's example: March filed late, April not kept, May open.
    private func example() throws -> Campus {
        var campus = Campus()
        campus.unit("b-0103", name: "机电工程学院教工第一党支部")
        campus.members("b-0103", 30)
        campus.held("b-0103", at("2021-03-12T15:00:00+08:00"), recorded: at("2021-04-02"))
        campus.watermark(until: at("2021-05-04"))
        return campus
    }

    private func question(
        _ asOf: String = "2021-05-05", top: UnitCode? = nil, scope: BoardQuestion.Scope = .existing,
        requirements: [RequirementID] = ["theme-day", "branch-size"]
    ) throws -> BoardQuestion {
        try self.question(asOf, top: top, scope: scope, asking: requirements.map(sampleRequirement))
    }

    private func question(
        _ asOf: String = "2021-05-05", top: UnitCode? = nil, scope: BoardQuestion.Scope = .existing,
        asking requirements: [Requirement]
    ) throws -> BoardQuestion {
        BoardQuestion(
            pack: try samplePack(), requirements: requirements, asOf: at(asOf), knownAt: at(asOf), top: top,
            scope: scope)
    }

    private func text(
        _ campus: Campus, _ question: BoardQuestion, windows: WindowDetail = .hidden
    ) throws -> String {
        var sources = SourceFreshness(asOf: question.asOf, knownAt: question.knownAt)
        var rows: [BoardRow] = []
        for facts in try campus.all() {
            guard let row = BoardRow(facts, question) else { continue }
            sources.add(facts)
            rows.append(row)
        }
        return BoardText(rows, question, sources, windows: windows).text
    }

    @Test func `is one JSON object, exactly as outsiders know it`() throws {
        let question = try self.question()
        var json = BoardJSON(question, windows: .shown)
        var bytes = json.beginning
        let digest = question.pack.digest

        for facts in try self.example().all() {
            if let row = BoardRow(facts, question) { bytes += json.row(row) }
        }
        bytes += json.end

        let expected = #"""
            {"asOf":"2021-05-05T00:00:00+08:00","knownAt":"2021-05-05T00:00:00+08:00",\#
            "pack":{"id":"hbgyzy-2021","version":"1","digest":"\#(digest)"},\#
            "units":[{"unit":{"id":"c","path":"/c","name":"c"},"cells":[]},\#
            {"unit":{"id":"g-02","path":"/c/g-02","name":"g-02"},"cells":[]},\#
            {"unit":{"id":"b-0103","path":"/c/g-02/b-0103","name":"机电工程学院教工第一党支部"},\#
            "cells":[{"requirement":"theme-day","gate":"standard-management","verdict":"not-met","windows":[\#
            {"from":"2021-03-01","to":"2021-03-31","due":"2021-03-31","verdict":"met","filedLate":true},\#
            {"from":"2021-04-01","to":"2021-04-30","due":"2021-04-30","verdict":"not-met"},\#
            {"from":"2021-05-01","to":"2021-05-31","due":"2021-05-31","verdict":"open"}]},\#
            {"requirement":"branch-size","gate":"standard-management","verdict":"met"}]}]}

            """#
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
        let document = try #require(SchemaDocument.all.first { $0.name == "board" })
        let (value, schema) = (try JSONValue(bytes), try JSONValue(document.json))
        #expect(JSONSchema.accepts(value, by: schema))
        #expect(JSONSchema.unlisted(in: value, by: schema) == [])
    }

    @Test func `gives the reason of a limit beside its word, and of a window in the window`() throws {
        var campus = Campus()
        campus.unit("b-0103")
        campus.watermark(until: at("2021-04-20"))
        let question = try self.question()
        var json = BoardJSON(question, windows: .shown)
        let row = try #require(BoardRow(try campus.facts("b-0103"), question))

        let text = String(decoding: json.row(row), as: UTF8.self)

        #expect(
            text.contains(
                #""requirement":"branch-size","gate":"standard-management","verdict":"unknown","reason":"no-count"}"#))
        #expect(text.contains(#""verdict":"unknown","reason":"behind:/campus/oa"},{"from":"2021-05-01""#))
    }

    @Test func `keeps windows to itself unless they are asked for`() throws {
        let question = try self.question()
        var json = BoardJSON(question, windows: .hidden)
        let row = try #require(BoardRow(try self.example().facts("b-0103"), question))

        let text = String(decoding: json.row(row), as: UTF8.self)

        #expect(!text.contains("windows"))
        #expect(text.contains(#""verdict":"not-met""#))
    }

    @Test func `shows each unit under its parent, in words and shapes`() throws {
        var campus = try self.example()
        campus.unit("g-01", .generalBranch, above: "c", name: "信息工程学院党总支")
        campus.unit("b-0104", name: "实训中心党支部")
        campus.unit("b-0101", above: "g-01")

        let lines = try self.text(campus, try self.question()).split(separator: "\n").map(String.init)

        #expect(lines[0].hasPrefix("unit"))
        #expect(lines[1] == "c c")
        #expect(lines[2] == "  g-02 g-02")
        #expect(lines[3] == "    b-0103 机电工程学院教工第一党支部  ✗ ~✗o  ✓")
        #expect(lines[4].hasPrefix("    b-0104 实训中心党支部"))
        #expect(lines[5] == "  g-01 信息工程学院党总支")
        #expect(lines[6].hasPrefix("    b-0101 b-0101"))
    }

    @Test func `repeats no name below itself`() throws {
        var campus = try self.example()
        campus.unit("p-1", .group, above: "b-0103", name: "机电工程学院教工第一党支部第一党小组")
        campus.unit("p-2", .group, above: "b-0103", name: "机电工程学院教工第一党支部")

        let lines = try self.text(campus, try self.question()).split(separator: "\n").map(String.init)

        #expect(lines[4] == "      p-1 …第一党小组")
        #expect(lines[5] == "      p-2 机电工程学院教工第一党支部")
    }

    @Test func `aligns its columns whatever the names are written in`() throws {
        var campus = try self.example()
        campus.unit("b-0104", name: "Latin")

        let lines = try self.text(campus, try self.question()).split(separator: "\n").map(String.init)
        let starts = lines.compactMap { line -> Int? in
            guard let shape = line.firstIndex(where: { $0 == "✗" }), line.hasPrefix("    b-") else { return nil }
            return line[..<shape].displayWidth
        }

        #expect(starts.count == 2)
        #expect(Set(starts).count == 1)
    }

    @Test(arguments: [1, 2, 10, 20, 60])
    func `fits a hundred columns with any number of requirements`(count: Int) throws {
        let models = try ["theme-day", "branch-size"].map { try sampleRequirement($0) }
        let requirements = (0..<count).map { number in
            let model = models[number % 2]
            return Requirement(
                id: RequirementID(rawValue: "\(model.id)-\(number)"), gate: model.gate, title: model.title,
                wording: model.wording, binds: model.binds, criterion: model.criterion, severity: model.severity,
                begins: model.begins)
        }

        let text = try self.text(try self.example(), try self.question(asking: requirements))

        #expect(text.split(separator: "\n").allSatisfy { $0.displayWidth <= 100 })
        #expect(text.split(separator: "✗").count > count / 2)
        #expect(text.contains("theme-day-0: 主题党日"))
    }

    @Test(arguments: 0..<40)
    func `fits a hundred columns whatever its units are called`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var campus = Campus()
        var parents: [UnitCode] = ["c"]
        for number in 0..<12 {
            let parent = try #require(parents.randomElement(using: &random))
            let code = UnitCode(
                rawValue: "u-\(String(repeating: "0", count: .random(in: 0...30, using: &random)))\(number)")
            let name = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                ["党", "支", "部", "a", " ", "é", "\u{301}", "（", "-", "\u{1B}", "\n", "𠮷"].randomElement(using: &random)
                    ?? ""
            }.joined()
            campus.unit(code, UnitKind.allCases.randomElement(using: &random) ?? .branch, above: parent, name: name)
            parents.append(code)
        }
        let question = try self.question(asking: try samplePack().requirements)

        for windows in [WindowDetail.hidden, .shown] {
            let text = try self.text(campus, question, windows: windows)

            #expect(text.split(separator: "\n").allSatisfy { $0.displayWidth <= 100 })
            #expect(!text.contains("\u{1B}"))
            #expect(text.contains("u-"))
        }
    }

    @Test func `says as of when, known when, by which pack and how far the sources are`() throws {
        let text = try self.text(try self.example(), try self.question())

        let digest = try samplePack().digest.prefix(19)
        #expect(
            text.contains(
                "\n3 units · 2 cells · ✓ 1 · ✗ 1\nas of 2021-05-05 · known at 2021-05-05 · pack hbgyzy-2021 1 \(digest)\n"
            ))
        #expect(text.hasSuffix("sources: /campus/oa up to 2021-05-04\n"))
    }

    @Test func `says what to do where there is nothing yet`() throws {
        let text = EmptyBoard(try self.question()).text

        #expect(text.contains("No unit exists in the register as of 2021-05-05."))
        #expect(text.contains("guoying import"))
    }

    /// What is shown of a board that has no row.
    private func nothing(_ campus: Campus, _ question: BoardQuestion) throws -> String {
        var empty = EmptyBoard(question)
        for facts in try campus.all() {
            #expect(BoardRow(facts, question) == nil)
            empty.add(facts)
        }
        return empty.text
    }

    @Test func `of a unit that was dissolved says when, and how it is shown`() throws {
        var campus = try self.example()
        campus.unit("b-0109", through: day("2021-03-31"))

        let text = try self.nothing(campus, try self.question(top: "b-0109"))

        #expect(text == "b-0109 was dissolved: its last day was 2021-03-31. --all shows it.\n")
    }

    @Test func `before the first day of what it is about says which that is`() throws {
        let campus = try self.example()

        let unit = try self.nothing(campus, try self.question("2019-05-05", top: "b-0103"))
        let register = try self.nothing(campus, try self.question("2019-05-05"))

        #expect(unit == "No unit exists at or below b-0103 as of 2019-05-05; its first day is 2020-01-01.\n")
        #expect(
            register
                == "No unit exists in the register as of 2019-05-05; the first unit's first day is 2020-01-01.\n")
    }

    @Test func `of a gate for which nothing is asked says so, and for which something is`() throws {
        let text = try self.text(try self.example(), try self.question(requirements: []))

        let sentence = text.replacing("\n", with: " ")
        #expect(sentence.contains("asks nothing for this gate; it asks for organisational-leadership, institutions, "))
        #expect(sentence.contains("standard-management"))
        #expect(text.split(separator: "\n").allSatisfy { $0.displayWidth <= 100 })
        #expect(!text.contains("b-0103"))
    }

    @Test func `leaves dissolved units out unless they are asked for`() throws {
        var campus = try self.example()
        campus.unit("b-0109", name: "已撤销党支部", through: day("2021-03-31"))

        let existing = try self.text(campus, try self.question())
        let all = try self.text(campus, try self.question(scope: .all))

        #expect(!existing.contains("b-0109"))
        #expect(all.contains("b-0109 已撤销党支部 (until 2021-03-31)"))
    }

    @Test func `of one unit holds what stands below it on that day`() throws {
        var campus = try self.example()
        campus.unit("g-021", .generalBranch, above: "c")
        let question = try self.question(top: "g-02")

        let rows = try campus.all().compactMap { BoardRow($0, question)?.unit.code }

        #expect(rows == ["g-02", "b-0103"])
    }

    @Test func `writes CSV with a line for each cell or window`() throws {
        var campus = try self.example()
        campus.unit("b-0104", name: "a \"b\", c")
        let question = try self.question()
        let rows = try ["b-0103", "b-0104"].compactMap { BoardRow(try campus.facts($0), question) }

        let cells = BoardCSV(windows: .hidden)
        let windows = BoardCSV(windows: .shown)

        #expect(cells.header == "unit,path,name,requirement,gate,verdict,reason\n")
        #expect(
            cells.lines(rows[1]) == #"""
                b-0104,/c/g-02/b-0104,"a ""b"", c",theme-day,standard-management,not-met,
                b-0104,/c/g-02/b-0104,"a ""b"", c",branch-size,standard-management,unknown,no-count

                """#)
        #expect(windows.header == "unit,path,name,requirement,gate,from,to,due,verdict,late,filedLate,reason\n")
        #expect(
            windows.lines(rows[0]).hasPrefix(
                "b-0103,/c/g-02/b-0103,机电工程学院教工第一党支部,theme-day,standard-management,"
                    + "2021-03-01,2021-03-31,2021-03-31,met,,true,\n"))
    }

    @Test func `takes a source's newest word that was known then`() throws {
        var campus = try self.example()
        campus.watermark(until: at("2021-05-20"))
        var sources = SourceFreshness(asOf: at("2021-05-05"), knownAt: at("2021-05-05"))

        sources.add(try campus.facts("b-0103"))

        #expect(sources.standings.map(\.reach.most) == [at("2021-05-04")])
    }

    @Test func `says of a source that is less far for some units how far it is for them`() throws {
        var campus = try self.example()
        campus.unit("b-0104")
        let before = try self.text(campus, try self.question())
        campus.watermark(until: at("2021-04-17"), unit: "b-0104", recorded: at("2021-05-04T12:00:00+08:00"))

        let after = try self.text(campus, try self.question())

        #expect(before.hasSuffix("sources: /campus/oa up to 2021-05-04\n"))
        #expect(after.hasSuffix("sources: /campus/oa up to 2021-05-04, for some units up to 2021-04-17\n"))
    }
}
