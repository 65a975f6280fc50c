import FoundationEssentials
import Kit
import Testing

/// Pack files as their authors meet them: the command, and the JSON Schema in a validator that is not ours.
@Suite(.timeLimit(.minutes(2))) struct `A pack file` {
    private static let packs =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Services/Supervision/Packs"

    /// Copies the packs that came with the program, with a part of the college's replaced, and lends their folder.
    private func lending<Value>(
        replacing part: String = "", by other: String = "", _ body: (String) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "packs-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: Self.packs, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = URL(filePath: "\(folder)/hbgyzy-2021.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(part.isEmpty || text.contains(part), "the pack no longer says: \(part)")
        let changed = part.isEmpty ? text : text.replacing(part, with: other, maxReplacements: 1)
        try Data(changed.utf8).write(to: file)
        return try await body(folder)
    }

    private func guoying(
        _ arguments: String..., packs: String? = nil
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Program.run(
            "\(try TestEnvironment.binaries())/guoying", ["pack"] + arguments,
            environment: packs.map { ["GUOYING_SUPERVISION_PACKS": $0] } ?? [:])
    }

    /// What a validator of others says of the college's pack in a folder: nil where it is valid.
    private func validate(_ folder: String) async throws -> String? {
        guard let python = TestEnvironment.python else {
            throw TestEnvironment.Missing(
                description: "GUOYING_TEST_PYTHON is not set; run the tests by deploy/dev test")
        }
        let schema = "\(folder)/schema.json"
        try Data(try await self.guoying("schema").output.utf8).write(to: URL(filePath: schema))
        let script = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Clients/validate.py"
        let outcome = try await Program.run(
            python, [script, schema, "\(folder)/hbgyzy-2021.yaml", "\(folder)/national.yaml"])
        let answers = outcome.output.split(separator: "\n")
        #expect(outcome.status == 0 && answers.count == 2 && answers.last == "valid", "\(outcome)")
        return answers.first == "valid" ? nil : answers.first.map(String.init)
    }

    @Test func `that came with the program is right for the command, its tests and the schema`() async throws {
        try await self.lending { folder in
            let lint = try await self.guoying("lint", folder)
            let test = try await self.guoying("test", packs: folder)

            #expect(lint.status == 0 && lint.output.isEmpty)
            #expect(lint.errors == "2 files, 0 faults, 0 warnings\n")
            #expect(test.status == 0 && test.output.isEmpty)
            #expect(test.errors.hasSuffix("tests of hbgyzy-2021, 0 failed\n"))
            #expect(try await self.validate(folder) == nil)
        }
    }

    @Test(arguments: [
        ("gate: institutions", "gate: hurdle"), ("    gate: institutions\n", ""), ("    wording:", "    words:"),
        ("title: {zh: 主题党日, en: Theme Party day}", "title: {zh: 主题党日}"), ("clauses: [4-2]", "clauses: []"),
        ("clauses: [4-2]", "clauses: [4-2, 4-2]"), ("binds: [group]", "binds: [team]"), ("at: unit", "at: home"),
        ("lead-days: 7\n", "lead-days: 367\n"), ("lead-days: 7\n", "lead-days: soon\n"),
        ("      lead-days: 7\n", ""), ("lead-days: 7\n", "lead-days: 7\n      lead-months: 1\n"),
        ("filing-days: 3", "filing-days: 91"), ("every: quarter", "every: week"), ("share: 1/2", "share: half"),
        ("of: due", "of: all"), ("minutes: 60", "minutes: 0"), ("maximum: 50", "maximum: -1"),
        ("except: [temporary]", "except: temporary"), ("formal-members: 7", "formal-members: 0"),
        ("by: superior", "by: anybody"), ("from: 9,", "from: 61,"), ("report: problem-list\n", "report: a list\n"),
        ("to: 2021-04-15", "to: April"), ("begins: 2021-03-01\n", ""), ("modality: must", "modality: shall"),
        ("confirmed: true", "confirmed: yes it is"), ("id: theme-day", "id: theme day"),
        ("    limit: {of: members, maximum: 50}\n", ""),
        ("term: {lead-months: 6}", "term: {lead-months: 6}\n    limit: {of: members, maximum: 50}"),
        ("        now: 2021-05-04\n", ""), ("now: 2021-05-04\n", "now: 4 May\n"), ("expect: met\n", "expect: green\n"),
        ("        reason: filing\n", ""), ("activity: {at:", "action: {at:"),
        ("- watermark:", "- members: {date: 2021-03-01, formal: 1}\n            watermark:"),
        ("late: true", "late: 1"), ("study: 50", "study: 1441"),
    ])
    func `with a fault is refused by the command and by the schema`(part: String, other: String) async throws {
        try await self.lending(replacing: part, by: other) { folder in
            let lint = try await self.guoying("lint", folder)

            #expect(lint.status == 1)
            #expect(lint.output.split(separator: "\n").contains { $0.hasPrefix("\(folder)/hbgyzy-2021.yaml:") })
            #expect(try await self.validate(folder) != nil)
        }
    }

    @Test func `whose test fails says which, in a line, and ends with 1`() async throws {
        try await self.lending(replacing: "maximum: 50", by: "maximum: 49") { folder in
            let test = try await self.guoying("test", "hbgyzy-2021", packs: folder)

            #expect(test.status == 1)
            #expect(test.output.split(separator: "\n").count == 1)
            #expect(test.output.contains("branch-size, fifty members: expected met, got not-met ("))
            #expect(test.errors.hasSuffix("1 failed\n"))
        }
    }

    @Test func `that builds on others is looked at beside them, by its name alone`() async throws {
        try await self.lending(replacing: "clauses: [4-2]", by: "clauses: [4-99]") { folder in
            let lint = try await self.guoying("lint", "\(folder)/hbgyzy-2021.yaml")

            #expect(lint.status == 0)
            #expect(lint.output.contains("warning: no layer gives a norm “4-99”"))
            #expect(lint.errors == "1 file, 0 faults, 1 warning\n")
        }
    }

    @Test(arguments: [["lint", "nowhere.yaml"], ["test", "nothing"]])
    func `that is not there is said to be so`(arguments: [String]) async throws {
        let answer = try await self.guoying(arguments[0], arguments[1])

        #expect(answer.status == 1)
        #expect(answer.errors.contains(arguments[1]) && answer.errors.split(separator: "\n").count == 1)
    }
}
