import Domain
import JSON
import Messages
import Testing

@Suite struct `A command to the registry` {
    @Test(arguments: [
        RegistryCommand.importBegin(ImportBegin(importID: "imp-1")),
        .importRows(units([["b-1", "第一支部", "branch", "teacher", "g-02", "2021-03-01", ""]])),
        .importCommit(ImportCommit(importID: "imp-1", rows: 1, mode: .apply)),
        .importCommit(ImportCommit(importID: "imp-1", rows: 0, mode: .check)),
    ])
    func `is read as it was written`(command: RegistryCommand) throws {
        var envelope = Envelope(source: "/guoying/command", id: "c-1", type: command.type)
        envelope.actor = "p-17"

        var decoder = MessageDecoder<RegistryCommand>(valueLimitBytes: Limits.commandBytes)
        let message = try decoder.decode(envelope.headers(), value: command.data.span)

        #expect(message.body == command)
        #expect(message.envelope == envelope)
    }

    @Test(arguments: [
        (0, "{}", "data.import"), (0, #"{"import": ""}"#, "data.import"),
        (2, #"{"import": "i", "rows": 1}"#, "data.mode"),
        (2, #"{"import": "i", "rows": -1, "mode": "apply"}"#, "data.rows"),
        (1, #"{"import": "i", "file": "people", "name": "p.csv", "columns": ["a"], "rows": []}"#, "data.file"),
        (1, #"{"import": "i", "file": "units", "name": "u.csv", "columns": ["code"], "rows": []}"#, "data.columns"),
        (
            1,
            #"""
            {"import": "i", "file": "members", "name": "m.csv", "columns": ["unit","date","formal","probationary"],
             "rows": [{"line": 2, "cells": ["b-1", "2021-03-01", "9", "0"]}, {"line": 3, "cells": ["b-2"]}]}
            """#, "data.rows[1].cells"
        ),
    ])
    func `is refused with the path of what breaks its description`(type: Int, data: String, path: String) {
        let envelope = Envelope(source: "/s", id: "1", type: RegistryCommand.types[type])

        let fault = #expect(throws: Fault.self) {
            var decoder = MessageDecoder<RegistryCommand>(valueLimitBytes: Limits.commandBytes)
            _ = try decoder.decode(envelope.headers(), value: Array(data.utf8).span)
        }

        #expect(fault == Fault(.schema, at: path))
    }

    @Test func `carries at most half a megabyte of rows, and loses none`() {
        let cells = ["b-1", String(repeating: "第", count: 150), "branch", "teacher", "g-02", "2021-03-01", ""]
        let all = units([[String]](repeating: cells, count: 3_000))

        let parts = all.split()

        #expect(parts.count == 4)
        for part in parts { #expect(RegistryCommand.importRows(part).data.count <= 500_000) }
        #expect(parts.flatMap(\.rows) == all.rows)
        #expect(parts.allSatisfy { $0.columns == all.columns && $0.name == all.name && $0.importID == all.importID })
    }

    @Test func `is one where no rows are, and none`() {
        #expect(units([]).split().isEmpty)
        #expect(units([["b-1", "x", "branch", "", "", "2021-03-01", ""]]).split(sizeLimitBytes: 1).count == 1)
    }
}

@Suite struct `A file of the register` {
    @Test(arguments: RegisterFile.allCases)
    func `is known by its columns, in any order`(file: RegisterFile) {
        #expect(file.accepts(file.requiredColumns))
        #expect(file.accepts((file.requiredColumns + file.optionalColumns).reversed()))
        #expect(!file.accepts(file.requiredColumns + ["colour"]))
        #expect(!file.accepts(file.requiredColumns + [file.requiredColumns[0]]))
        #expect(!file.accepts(Array(file.requiredColumns.dropLast())))
        #expect(!PersonRow.accepts(file.requiredColumns))
    }

    @Test func `says what holds of units`() throws {
        let rows = units([
            ["b-1", " 第一支部 ", "branch", "teacher", "g-02", "2021/3/1", "2021-12-31"],
            ["c", "党委", "committee", "", "", "2021-03-01", ""],
        ])

        let (units, faults) = rows.read(as: UnitRow.self)

        #expect(faults.isEmpty)
        #expect(units[0].code == "b-1")
        #expect(units[0].name == "第一支部")
        #expect(units[0].kind == .branch)
        #expect(units[0].category == .teacher)
        #expect(units[0].parent == "g-02")
        #expect(units[0].from == Day("2021-03-01"))
        #expect(units[0].through == Day("2021-12-31"))
        #expect(units[0].recorded == nil)
        #expect(units[0].known == Day("2021-03-01")?.start)
        #expect(units[1].category == nil)
        #expect(units[1].parent == nil)
        #expect(units[1].through == nil)
    }

    @Test func `says how many members there are, and when that was recorded`() throws {
        let rows = ImportRows(
            importID: "i", file: .members, name: "m.csv",
            columns: ["recorded", "unit", "date", "formal", "probationary"],
            rows: [.init(line: 2, cells: ["2021-03-05T09:00:00+08:00", "b-1", "2021-03-01", "12", "1"])])

        let member = try #require(rows.read(as: MemberRow.self).rows.first)

        #expect(member.unit == "b-1")
        #expect(member.date == Day("2021-03-01"))
        #expect(member.formal == 12)
        #expect(member.probationary == 1)
        #expect(member.known == Instant("2021-03-05T01:00:00Z"))
    }

    @Test func `says what sources report`() throws {
        let rows = ImportRows(
            importID: "i", file: .sources, name: "s.csv",
            columns: ["source", "name", "owner", "unit", "kinds", "every", "from"],
            rows: [
                .init(line: 2, cells: ["/campus/oa", "OA", "office@c", "c", "theme-day party-class", "P1D", ""]),
                .init(line: 3, cells: ["/campus/hr", "HR", "p-17", "g-02", "training", "P1M", "2021-03-01"]),
            ])

        let (sources, faults) = rows.read(as: SourceRow.self)

        #expect(faults.isEmpty)
        #expect(sources[0].source == "/campus/oa")
        #expect(sources[0].owner == .post("office", "c"))
        #expect(sources[0].kinds == [.themeDay, .partyClass])
        #expect(sources[0].every == CalendarInterval("P1D"))
        #expect(sources[0].from == nil)
        #expect(sources[0].known == .distantPast)
        #expect(sources[1].owner == .person("p-17"))
        #expect(sources[1].from == Day("2021-03-01"))
    }

    @Test(arguments: [
        (0, "", "code", "empty"), (0, "b 1", "code", "bad-code"), (1, "", "name", "empty"),
        (1, String(repeating: "名", count: 201), "name", "too-long"), (1, "a\u{1}b", "name", "control-character"),
        (2, "party", "kind", "unknown-word"), (3, "cat", "category", "unknown-word"),
        (4, "b\u{3000}1", "parent", "bad-code"),
        (5, "", "from", "empty"), (5, "2021-02-29", "from", "bad-day"), (5, "2021/13/1", "from", "bad-day"),
        (5, "2021/3", "from", "bad-day"), (5, "21/3/1", "from", "bad-day"), (5, "2021/+3/1", "from", "bad-day"),
        (6, "2021-02-28", "to", "ends-before-it-begins"),
    ])
    func `names file, line and column of a cell that cannot be read`(
        position: Int, cell: String, column: String, code: String
    ) throws {
        var cells = ["b-1", "第一支部", "branch", "teacher", "g-02", "2021-03-01", ""]
        cells[position] = cell

        let (rows, faults) = units([cells]).read(as: UnitRow.self)

        let fault = try #require(faults.first)
        #expect(rows.isEmpty)
        #expect(fault.column == column)
        #expect(fault.code == code)
        #expect(fault.description.hasPrefix("units.csv:2: \(column): "))
        #expect(!fault.sentence.zh.isEmpty)
    }

    @Test(arguments: [
        (2, "@c", "owner", "bad-owner"), (4, "theme-day tea", "kinds", "unknown-word"), (4, " ", "kinds", "empty"),
        (5, "daily", "every", "bad-interval"), (6, "2021-05-01", "to", "ends-before-it-begins"),
    ])
    func `names what is wrong with a source`(position: Int, cell: String, column: String, code: String) throws {
        var cells = ["/campus/oa", "OA", "p-1", "c", "theme-day", "P1D", "2021-06-01", "2021-06-02"]
        cells[position == 6 ? 7 : position] = cell
        let rows = ImportRows(
            importID: "i", file: .sources, name: "s.csv",
            columns: ["source", "name", "owner", "unit", "kinds", "every", "from", "to"],
            rows: [.init(line: 9, cells: cells)])

        let fault = try #require(rows.read(as: SourceRow.self).faults.first)

        #expect(fault.line == 9)
        #expect(fault.column == column)
        #expect(fault.code == code)
    }

    @Test(arguments: ["-1", "1.5", "", "12345678901", "٣"])
    func `counts members in whole numbers`(formal: String) throws {
        let rows = ImportRows(
            importID: "i", file: .members, name: "m.csv", columns: ["unit", "date", "formal", "probationary"],
            rows: [.init(line: 2, cells: ["b-1", "2021-03-01", formal, "0"])])

        #expect(rows.read(as: MemberRow.self).faults.first?.column == "formal")
    }

    @Test func `has the faults of all its rows`() {
        let rows = units([
            ["b-1", "x", "branch", "", "", "never", ""], ["b-2", "x", "branch", "", "", "2021-03-01", ""],
            ["b-3", "x", "twig", "", "", "2021-03-01", ""],
        ])

        let (read, faults) = rows.read(as: UnitRow.self)

        #expect(read.map(\.code) == ["b-2"])
        #expect(faults.map(\.line) == [2, 4])
    }
}

@Suite struct `A rejection of a command` {
    @Test func `is read as it was written, rows and all`() throws {
        let fault = RowFault(
            file: "units.csv", line: 12, column: "from", code: "bad-day",
            sentence: BilingualText(zh: "不是日期", en: "is no day"))
        let rejection = CommandRejection(
            code: "rows", field: "data.rows", sentence: BilingualText(zh: "有误", en: "there are faults"), rows: [fault])
        var envelope = Envelope(source: "/guoying/registry", id: "0-7", type: CommandRejection.type(of: "registry"))
        envelope.causation = "c-1"

        var decoder = MessageDecoder<CommandRejection>(valueLimitBytes: Limits.commandBytes)
        let message = try decoder.decode(envelope.headers(), value: rejection.data.span)

        #expect(message.body == rejection)
        #expect(message.envelope.causation == "c-1")
        #expect(fault.description == "units.csv:12: from: is no day")
    }
}

@Suite struct `The answer to an import` {
    @Test(arguments: [ImportCommit.Mode.apply, .check])
    func `is read as it was written`(mode: ImportCommit.Mode) throws {
        let outcome = ImportOutcome(
            importID: "imp-1", rows: [.units: 16, .members: 13, .sources: 12], new: 38, changed: 2, unchanged: 1)
        let envelope = Envelope(source: "/guoying/registry", id: "0-42", type: ImportOutcome.type(of: mode))

        var decoder = MessageDecoder<ImportOutcome>(valueLimitBytes: Limits.commandBytes)
        let message = try decoder.decode(envelope.headers(), value: outcome.data.span)

        #expect(message.body == outcome)
    }
}

private func units(_ cells: [[String]]) -> ImportRows {
    ImportRows(
        importID: "imp-1", file: .units, name: "units.csv",
        columns: ["code", "name", "kind", "category", "parent", "from", "to"],
        rows: cells.enumerated().map { .init(line: $0.offset + 2, cells: $0.element) })
}
