import FoundationEssentials
import Kit
import Messages
import Postgres
import Testing

@testable import Command

@Suite(.timeLimit(.minutes(1))) struct `The import of a register` {
    private static let units = """
        code,name,kind,category,parent,from,to
        c,党委,committee,,,2018-09-01,
        b-0101,教工支部,branch,teacher,g-01,2018-09-01,
        g-01,机电党总支,general-branch,,c,2018-09-01,

        """

    @Test func `travels as one beginning, its rows and one end, all named by it`() {
        let sheets = [
            ImportRows(
                importID: "i", file: .members, name: "members.csv", columns: RegisterFile.members.requiredColumns,
                rows: [.init(line: 2, cells: ["c", "2021-01-01", "9", "0"])])
        ]

        let order = RegisterImport(id: "i", sheets: sheets, mode: .apply)

        #expect(order.commands.map(\.id) == ["i-1", "i-2", "i-3"])
        #expect(order.commitID == "i-3")
        #expect(
            order.commands.map(\.command) == [
                .importBegin(ImportBegin(importID: "i")), .importRows(sheets[0]),
                .importCommit(ImportCommit(importID: "i", rows: 1, mode: .apply)),
            ])
    }

    @Test func `is sent in stretches that a broker in memory can hold`() {
        let name = String(repeating: "党", count: 150)
        let row = ImportRows.Row(line: 2, cells: ["c", name, "committee", "", "", "", ""])
        let sheet = ImportRows(
            importID: "i", file: .units, name: "units.csv", columns: RegisterFile.units.requiredColumns,
            rows: [ImportRows.Row](repeating: row, count: 20_000))
        let order = RegisterImport(id: "i", sheets: [sheet], mode: .apply)

        let stretches = order.stretches(for: "commands")

        #expect(stretches.count > 3)
        #expect(stretches.allSatisfy { $0.byteCount <= 2 << 20 })
        #expect(stretches.reduce(0) { $0 + $1.records.count } == order.commands.count)
        #expect(stretches.last?.lastID == order.commitID)
    }

    @Test(arguments: TestBroker.available)
    func `is answered with what it changed, or with the rows that are wrong`(broker: TestBroker) async throws {
        try await Installation.lending(on: broker, services: [.registry]) { installation in
            let units = try installation.file("units.csv", Self.units)
            let members = try installation.file("members.csv", "unit;date;formal;probationary\nb-0101;2021/1/1;31;1\n")
            let wrong = try installation.file("wrong.csv", "unit,date,formal,probationary\n\nb-9,2021-01-01,1,1\n")

            let first = try await installation.guoying("import", members, units)
            let again = try await installation.guoying("import", units, members)
            let refused = try await installation.guoying("import", units, wrong, "--language", "en")

            #expect(first.output == "imported: 3 units, 1 count (4 new, 0 changed, 0 unchanged)\n")
            #expect(first.status == 0)
            #expect(again.output == "imported: 3 units, 1 count (0 new, 0 changed, 4 unchanged)\n")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("\(wrong):3: unit: there is no unit 'b-9'"))
            #expect(try await installation.database.count("SELECT count(*) FROM registry.unit_v1") == 3)
            // Four answers to each import's commands, and four rows.
            let journal = installation.broker.topics.registryJournal
            #expect(try await eventually { try await installation.broker.records(of: journal).count == 16 })
        }
    }

    @Test func `gives up waiting for a registry that does not run, and says that it has been sent`() async throws {
        try await Installation.lending(on: .embedded, services: []) { installation in
            let units = try installation.file("units.csv", Self.units)

            let sent = try await installation.guoying("import", units, "--wait", "0.2")
            #expect(sent.status == 4)
            #expect(sent.errors.contains("the registry has not answered"))

            try await installation.start(.registry)
            #expect(
                try await eventually {
                    try await installation.database.count("SELECT count(*) FROM registry.unit_v1") == 3
                })
        }
    }

    @Test func `is put right before anything is sent`() async throws {
        try await Self.inFolder { folder in
            try Self.units.write(toFile: "\(folder)/units.csv", atomically: true, encoding: .utf8)
            try "unit,date\n".write(toFile: "\(folder)/members.csv", atomically: true, encoding: .utf8)

            let files = ["\(folder)/units.csv", "\(folder)/members.csv"]
            let faulty = try await Self.guoying(["import"] + files)
            let english = try await Self.guoying(["import", "--language", "en"] + files)
            let absent = try await Self.guoying("import", "\(folder)/posts.csv")

            #expect(faulty.status == 1)
            let sentence = "the header of members lacks 'formal', 'probationary'\n"
            #expect(english.errors == "\(folder)/members.csv:1: \(sentence)")
            #expect(faulty.errors.hasPrefix("\(folder)/members.csv:1: members 的表头缺少 'formal', 'probationary' "))
            #expect(faulty.errors.hasSuffix(sentence))
            #expect(absent.status == 1)
            #expect(absent.errors.contains("no such file or directory"))
        }
    }

    @Test func `begins with a template`() async throws {
        let template = try await Self.guoying("import", "--template", "members")
        let people = try await Self.guoying("import", "--template", "people")
        let unknown = try await Self.guoying("import", "--template", "persons")
        let nothing = try await Self.guoying("import")

        #expect(template.output == "unit,date,formal,probationary,recorded\n")
        #expect(people.output == "person,name,mobile,email,recorded\n")
        #expect(unknown.status == 2)
        #expect(nothing.status == 2)
    }

    private static func guoying(
        _ arguments: String...
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await self.guoying(arguments)
    }

    private static func guoying(
        _ arguments: [String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Program.run("\(try TestEnvironment.binaries())/guoying", arguments)
    }

    private static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
