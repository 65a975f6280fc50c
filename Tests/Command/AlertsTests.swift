import Domain
import Kit
import Messages
import Testing

@testable import Command

/// `guoying alerts` as a process of its own, with alerts as supervision stores them.
@Suite(.timeLimit(.minutes(1))) struct `The alerts` {
    private func ask(_ database: ScratchDatabase, _ arguments: String...) async throws -> (
        status: Int32, output: String, errors: String
    ) {
        try await Program.run(
            "\(try TestEnvironment.binaries())/guoying", ["alerts", "--wait", "0"] + arguments,
            environment: ["GUOYING_DATABASE_URL": database.url(as: "guoying_reader")])
    }

    /// A branch with a theme day not kept and one due soon, a unit whose alert was resolved, and a source that is
    /// behind.
    private func store(_ database: ScratchDatabase) async throws {
        let campus = StoredCampus(database)
        try await campus.store()
        try await campus.alert(StoredCampus.AlertRow("al-1", "b-0103", .reminder, verdict: "due-soon"))
        try await campus.alert(
            StoredCampus.AlertRow("al-2", "b-0103", .breach, status: "changed", version: 2, verdict: "not-met"))
        try await campus.alert(StoredCampus.AlertRow("al-3", "g-02", .warning, status: "resolved", verdict: "met"))
        try await campus.alert(StoredCampus.AlertRow("al-4", "c", .notice, source: "/campus/oa"))
    }

    @Test func `that stand are listed in the order of the register, the most urgent of a unit first`() async throws {
        try await ScratchDatabase.lending { database in
            try await self.store(database)

            let answer = try await self.ask(database, "--format", "json")
            let all = try await self.ask(database, "--format", "json", "--all")

            #expect(answer.status == 0)
            #expect(Self.ids(answer.output) == ["al-4", "al-2", "al-1"])
            #expect(answer.output.hasPrefix(#"[{"alert":"al-4","version":1,"status":"raised","severity":"notice","#))
            #expect(answer.output.hasSuffix("}]\n"))
            #expect(Self.ids(all.output) == ["al-4", "al-3", "al-2", "al-1"])
        }
    }

    @Test func `say what, by when, who must act, since when and in which version`() async throws {
        try await ScratchDatabase.lending { database in
            try await self.store(database)

            let answer = try await self.ask(database, "--unit", "b-0103", "--severity", "breach", "--language", "en")
            let chinese = try await self.ask(database, "--severity", "breach", "--language", "zh")

            #expect(
                answer.output.hasPrefix(
                    """
                    breach · b-0103 第一党支部 (/c/g-02/b-0103)
                    about       theme-day Theme Party day: ✗ not met
                    window      2021-04-01 – 2021-04-30
                    missing     No Theme Party day.
                    to mend it  Hold one.
                    by          2021-04-30
                    owed by     branch secretary of b-0103
                    told        organisation department of c
                    since       2021-05-04 · changed 2021-05-05 · version 2 · al-2

                    1 as of 20
                    """))
            #expect(chinese.output.hasPrefix("违反 · b-0103 第一党支部 (/c/g-02/b-0103)\n事项    theme-day 主题党日: ✗ 未达到\n"))
        }
    }

    @Test func `of a source name it, and whom to ask`() async throws {
        try await ScratchDatabase.lending { database in
            try await self.store(database)

            let answer = try await self.ask(database, "--severity", "notice", "--language", "en")

            #expect(answer.output.contains("notice · c 党委 (/c)\n"))
            #expect(answer.output.contains("/campus/oa OA\n"))
            #expect(answer.output.contains("told        p-1\n"))
        }
    }

    @Test func `that were resolved say so, and only when they are asked for`() async throws {
        try await ScratchDatabase.lending { database in
            try await self.store(database)

            let answer = try await self.ask(database, "--unit", "g-02", "--all", "--language", "en")

            #expect(answer.output.hasPrefix("warning (resolved) · g-02 党总支 (/c/g-02)\n"))
        }
    }

    @Test func `where none stands say so, and as of when`() async throws {
        try await ScratchDatabase.lending { database in
            try await StoredCampus(database).store()

            let none = try await self.ask(database, "--unit", "g-02", "--severity", "breach", "--language", "en")
            let json = try await self.ask(database, "--format", "json")
            let unknown = try await self.ask(database, "--unit", "g-2")

            #expect(none.status == 0)
            #expect(none.output.hasPrefix("No breach stands at or below g-02 as of 20"))
            #expect(json.output == "[]\n")
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("did you mean 'g-02'?"))
        }
    }

    /// The ids of alerts in their order.
    private static func ids(_ json: String) -> [String] {
        json.split(separator: #""alert":""#).dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }
}
