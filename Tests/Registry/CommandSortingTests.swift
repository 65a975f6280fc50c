import Domain
import JSON
import Kit
import Messages
import Testing

@testable import Pipeline
@testable import Registry

@Suite struct `A batch of commands` {
    private var sorting = CommandSorting(CommandLedger(), imports: ImportStaging(open: [:]))

    @Test mutating func `answers each command of an import in its turn`() throws {
        let dispositions = try self.sort([
            .importBegin(ImportBegin(importID: "i")), .importRows(Sheets.units("c|党委|committee|||2018-09-01", of: "i")),
            .importCommit(ImportCommit(importID: "i", rows: 1, mode: .apply)),
        ])

        #expect(dispositions == [.applied, .applied, .applied])
        #expect(
            self.words == ["guoying.registry.import-begun.v1", "guoying.registry.import-rows-taken.v1", "commit i"])
        #expect(self.sorting.imports.open.isEmpty)
        #expect(self.sorting.imports.ended.isEmpty)
    }

    @Test func `is answered with data that fit the schemas of answers`() throws {
        let answers = [Answer.begun(ImportBegin(importID: "i")), .taken(Sheets.units("c|党委|committee|||2018-09-01"))]

        for answer in answers {
            let document = try #require(SchemaDocument.all.first { "guoying.\($0.name)" == answer.type })
            let (value, schema) = (try JSONValue(answer.data), try JSONValue(document.json))
            #expect(JSONSchema.accepts(value, by: schema))
            #expect(JSONSchema.unlisted(in: value, by: schema) == [])
        }
    }

    @Test mutating func `takes a repeated command once`() throws {
        let begin = try self.command(.importBegin(ImportBegin(importID: "i")), id: "1")

        #expect(self.sorting.sort(begin) == .applied)
        #expect(self.sorting.sort(begin) == .duplicate)
        #expect(self.words.count == 1)
    }

    @Test mutating func `refuses an id that comes again with other content, and does not answer it again`() throws {
        _ = self.sorting.sort(try self.command(.importBegin(ImportBegin(importID: "i")), id: "1"))

        let other = self.sorting.sort(try self.command(.importBegin(ImportBegin(importID: "j")), id: "1"))

        #expect(other == .refused)
        #expect(self.words.last == "letter 1 conflicting-duplicate id")
        #expect(self.words.count == 2)
    }

    @Test mutating func `answers what cannot be read once, where it names itself`() {
        let named = IncomingCommand<RegistryCommand>(refused: Fault(.schema, at: "data.rows"), id: "1")
        let nameless = IncomingCommand<RegistryCommand>(refused: Fault(.undecodable), id: nil)

        let dispositions = [named, named, nameless].map { self.sorting.sort($0) }

        #expect(dispositions == [.refused, .refused, .refused])
        #expect(
            self.words == [
                "letter 0 schema data.rows", "schema data.rows", "letter 1 schema data.rows", "letter 2 undecodable",
            ])
    }

    @Test mutating func `does not answer what was answered before`() {
        self.sorting = CommandSorting(CommandLedger(answered: ["1"]), imports: ImportStaging(open: [:]))

        _ = self.sorting.sort(IncomingCommand(refused: Fault(.unsupportedType), id: "1"))

        #expect(self.words == ["letter 0 unsupported-type"])
    }

    @Test mutating func `rejects rows and commits of an import that never began, or was another sender's`() throws {
        let rows = RegistryCommand.importRows(Sheets.units("c|党委|committee|||2018-09-01", of: "i"))
        _ = self.sorting.sort(
            try self.command(.importBegin(ImportBegin(importID: "i")), id: "1", source: "/other"))

        _ = try self.sort([rows, .importCommit(ImportCommit(importID: "i", rows: 0, mode: .apply))])

        #expect(self.words.dropFirst() == ["unknown-import data.import", "unknown-import data.import"])
    }

    @Test mutating func `rejects an import that begins twice, or whose rows have not all arrived`() throws {
        _ = try self.sort([
            .importBegin(ImportBegin(importID: "i")), .importBegin(ImportBegin(importID: "i")),
            .importCommit(ImportCommit(importID: "i", rows: 3, mode: .apply)),
            .importBegin(ImportBegin(importID: "i")),
        ])

        #expect(
            self.words == [
                "guoying.registry.import-begun.v1", "import-begun data.import", "incomplete-import data.rows",
                "guoying.registry.import-begun.v1",
            ])
    }

    @Test mutating func `takes no more rows than it can judge together`() throws {
        let key = ImportKey(source: "/guoying/command", id: "i")
        self.sorting = CommandSorting(
            CommandLedger(),
            imports: ImportStaging(open: [key: .init(rowCount: ImportStaging.rowLimit - 1, isStored: true)]))
        let row = RegistryCommand.importRows(Sheets.members("c|2021-01-01|1|0", of: "i"))

        _ = try self.sort([row, row])

        #expect(self.words == ["guoying.registry.import-rows-taken.v1", "too-many-rows data.rows"])
    }

    private mutating func sort(_ commands: [RegistryCommand]) throws -> [Disposition] {
        try commands.enumerated().map { try self.sorting.sort(self.command($0.element, id: "c-\($0.offset)")) }
    }

    private func command(
        _ command: RegistryCommand, id: String, source: String = "/guoying/command"
    ) throws -> IncomingCommand<RegistryCommand> {
        .reading(command, id: id, source: source)
    }

    /// What is to be done, in a word or two each.
    private var words: [String] {
        self.sorting.steps.map { step in
            switch step {
            case .letter(let place, let fault):
                ["letter \(place)", fault.code.rawValue, fault.field].filter { !$0.isEmpty }.joined(separator: " ")
            case .answer(let answer, _): (try? self.word(for: answer)) ?? "unreadable"
            case .commit(let commit, _): "commit \(commit.command.importID)"
            }
        }
    }

    private func word(for answer: Answer) throws -> String {
        guard answer.type == CommandRejection.type(of: "registry") else { return answer.type }
        var reader = DocumentReader()
        let rejection = try reader.read(answer.data) { try CommandRejection.read($0, type: 0) }
        return "\(rejection.code) \(rejection.field)"
    }
}

extension IncomingCommand where Body == RegistryCommand {
    /// A command as it is read from its record.
    static func reading(
        _ command: RegistryCommand, id: String, source: String = "/guoying/command"
    ) -> IncomingCommand<RegistryCommand> {
        var reader = CommandReader<RegistryCommand>()
        let envelope = Envelope(source: source, id: id, type: command.type)
        return reader.read(envelope.headers(), value: command.data.span)
    }
}
