import Domain
import Kit
import Testing

@testable import Command

/// `guoying sources status` as a process of its own, on what the services store.
@Suite(.timeLimit(.minutes(1))) struct `The sources` {
    private func ask(_ database: ScratchDatabase, _ arguments: [String] = [], language: PageLanguage = .en) async throws
        -> (
            status: Int32, output: String, errors: String
        )
    {
        try await Program.run(
            "\(try TestEnvironment.binaries())/guoying",
            ["sources", "status", "--wait", "0", "--language", language.rawValue] + arguments,
            environment: ["GUOYING_DATABASE_URL": database.url(as: "guoying_reader")])
    }

    /// A source with a watermark in effect and one that waits, some records refused and some parked.
    private func store(_ database: ScratchDatabase) async throws {
        let campus = StoredCampus(database)
        try await campus.store()
        try await campus.count(
            "/campus/oa", "theme-day", accepted: 40, duplicate: 2, delayed: 4, newest: at("2021-05-02T09:00:00+08:00"))
        try await campus.count(
            "/campus/oa", "watermark", accepted: 3, duplicate: 0, newest: at("2021-05-02T09:30:00+08:00"))
        try await campus.watermark(
            until: at("2021-05-01"), recorded: at("2021-05-02T09:30:00+08:00"), takenEffectAt: 1)
        try await campus.watermark(
            until: at("2021-05-03"), recorded: at("2021-05-03T09:30:00+08:00"), takenEffectAt: nil)
        try await campus.refuse("schema", field: "data.unit", id: "e-7", at: at("2021-05-02"))
        try await campus.refuse("schema", field: "data.unit", id: "e-8", at: at("2021-05-02"))
        try await campus.refuse("undecodable", field: nil, id: nil, at: at("2021-05-02"))
        try await campus.park("unit:b-0999", at: at("2021-05-02"))
    }

    @Test func `each have a line for how far they are, and one for what is expected`() async throws {
        try await ScratchDatabase.lending { database in
            try await self.store(database)
            let campus = StoredCampus(database)
            try await campus.clock(at: at("2021-05-03T09:00:00+08:00"))

            let inTime = try await self.ask(database)
            try await campus.clock(at: at("2021-05-03T10:00:00+08:00"))
            let behind = try await self.ask(database)

            let lines = inTime.output.split(separator: "\n").map(String.init)
            #expect(inTime.status == 0)
            #expect(lines[0] == "source      every  up to       said on           next due")
            #expect(lines[1] == "/campus/oa  P1D    2021-05-01  2021-05-02 09:30  2021-05-03 09:30  ✓ in time")
            #expect(lines[2] == "  OA · p-1 · for c")
            #expect(lines[3] == "  theme-day")
            #expect(behind.output.contains("2021-05-03 09:30  ✗ BEHIND\n"))
        }
    }

    @Test func `each have a page of what was taken, refused and parked, and what a watermark waits for`() async throws {
        try await ScratchDatabase.lending { database in
            try await self.store(database)
            try await StoredCampus(database).clock(at: at("2021-05-03T10:00:00+08:00"))

            let page = try await self.ask(database, ["/campus/oa"])

            #expect(
                page.output.hasPrefix(
                    """
                    /campus/oa OA
                    ✗ BEHIND

                    owner       p-1
                    expected    theme-day, a watermark every P1D, for c
                    watermark   up to 2021-05-01, said on 2021-05-02 09:30; the next one was due 2021-05-03 09:30
                    pending     up to 2021-05-03, said on 2021-05-03 09:30: waits for 7 records of
                                guoying.activity.intake to be taken in
                    last event  received 2021-05-02 09:30
                    taken       43 accepted, 2 duplicate
                                theme-day: 40 accepted, 2 duplicate
                                watermark: 3 accepted, 0 duplicate
                    delayed     4 accepted more than a day after they were recorded
                    refused     3, by code and field (guoying dlq list --source /campus/oa):
                                schema data.unit: 2, 2 of them open
                                undecodable: 1, 1 of them open
                    parked      1 event since 2021-05-02: unit b-0999 is not in the register
                    as of       2021-05-03 10:00

                    """), "\(page.output)")
        }
    }

    @Test func `are spoken of in both languages, the Chinese one first`() async throws {
        try await ScratchDatabase.lending { database in
            try await self.store(database)
            try await StoredCampus(database).clock(at: at("2021-05-03T09:00:00+08:00"))

            for arguments in [[], ["/campus/oa"]] as [[String]] {
                let chinese = try await self.ask(database, arguments, language: .zh)
                let english = try await self.ask(database, arguments, language: .en)
                let both = try await self.ask(database, arguments, language: .both)

                #expect(chinese.output.contains("✓ 按时\n"))
                #expect(english.output.contains("✓ in time\n"))
                #expect(both.output == chinese.output + "\n" + english.output)
            }
            let page = try await self.ask(database, ["/campus/oa"], language: .zh)
            #expect(page.output.contains("下一次应于2021-05-03 09:30\n"))
            #expect(page.output.contains("自2021-05-02起1个事件：登记册里没有b-0999\n"))
        }
    }

    @Test func `that report kinds of which nothing has come say which`() async throws {
        try await ScratchDatabase.lending { database in
            try await StoredCampus(database).store()

            let page = try await self.ask(database, ["/campus/oa"])
            let json = try await self.ask(database, ["--format", "json"])

            #expect(page.output.contains("no event yet  theme-day\n"))
            #expect(page.output.contains("never one that covers all of it; the next one was due 2021-01-02 08:00\n"))
            #expect(json.output.contains(#""source":"/campus/oa","name":"OA","owner":"p-1","behind":true,"#))
            #expect(json.output.contains(#""withoutEvent":["theme-day"],"taken":[]"#))
        }
    }

    @Test func `that nobody registered are listed once something of theirs was taken`() async throws {
        try await ScratchDatabase.lending { database in
            let campus = StoredCampus(database)
            try await campus.store()
            try await campus.count("/campus/new", "talks", accepted: 1, duplicate: 0, newest: at("2021-05-02"))

            let list = try await self.ask(database)
            let unknown = try await self.ask(database, ["/campus/ao"])

            #expect(list.output.contains("not expected to report; last event 2021-05-02\n"))
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("did you mean '/campus/oa'?"))
        }
    }

    @Test func `where there are none say what to do`() async throws {
        try await ScratchDatabase.lending { database in
            let list = try await self.ask(database)

            #expect(list.status == 0)
            #expect(list.output.contains("guoying import --template sources"))
        }
    }
}
