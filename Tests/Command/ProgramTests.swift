import Domain
import FoundationEssentials
import Kafka
import Kit
import Messages
import Postgres
import Testing

/// The command line as a process of its own, with a real database and a broker, and no service.
@Suite(.timeLimit(.minutes(1))) struct `The guoying command` {
    /// What a program ended with, and what it said.
    private typealias Answer = (status: Int32, output: String, errors: String)

    /// Runs it with nothing around it but what is named.
    private func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Answer {
        try await Program.run("\(try TestEnvironment.binaries())/guoying", arguments, environment: environment)
    }

    @Test func `lists topics and partitions without any server`() async throws {
        let answer = try await self.run("topics", "--list", environment: ["GUOYING_TOPIC_PREFIX": "x."])

        #expect(answer.status == 0)
        #expect(
            answer.output.split(separator: "\n").map(String.init)
                == Topics(prefix: "x.").all.map { "\($0.name):\($0.partitions)" })
    }

    @Test func `names the folder of packs where it has no such pack`() async throws {
        let tested = try await self.run("pack", "test", "nope")

        #expect(tested.status == 1)
        #expect(
            tested.errors.hasSuffix("/Packs: no file here is the pack “nope”, expected one of: hbgyzy-2021, national\n")
        )
    }

    @Test func `prints the schema of a message, and lists those that there are`() async throws {
        let list = try await self.run("schema")
        let alert = try await self.run("schema", "supervision.alert.v1/duty")
        let misspelt = try await self.run("schema", "activity.held.v1/theme-dya")

        let lines = list.output.split(separator: "\n")
        #expect(lines.count == SchemaDocument.all.count)
        #expect(lines.contains { $0.hasPrefix("activity.held.v1/theme-day ") && $0.hasSuffix(" took place") })
        #expect(alert.status == 0)
        #expect(try JSONValue(alert.output)["$id"]?.string == "urn:guoying:supervision.alert.v1:duty")
        #expect(misspelt.status == 1)
        #expect(misspelt.errors.contains("did you mean 'activity.held.v1/theme-day'?"))
    }

    @Test(arguments: [
        ["board", "--as-of", "yesterday"], ["board", "--gate", "first"], ["board", "--wait", "-1"], ["explain", "b-1"],
        ["intake", "send", "--raw", "--recorded-before", "2021-05-05", "-"], ["clock", "set"], ["bord"],
        ["dlq", "list", "--code", "x"], ["dlq", "list", "--limit", "0"], ["dlq", "show", "48-1"],
        ["dlq", "dismiss", "0-1"], ["dlq", "dismiss", "0-1", "--reason", " "],
        ["dlq", "dismiss", "b-0103", "--reason", "x"],
    ])
    func `ends with 2 where it is called wrongly`(arguments: [String]) async throws {
        let answer = try await Program.run("\(try TestEnvironment.binaries())/guoying", arguments)

        #expect(answer.status == 2)
        #expect(answer.errors.split(separator: "\n").count == 1, "\(answer.errors)")
        #expect(answer.output.isEmpty)
    }

    @Test func `ends with 3 where a server cannot be reached`() async throws {
        let nobody = [
            "GUOYING_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "GUOYING_KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
            "GUOYING_KAFKA_OPTION_SOCKET_TIMEOUT_MS": "1000",
        ]

        let board = try await self.run("board", "--wait", "0", environment: nobody)
        #expect(board.status == 3)
        #expect(board.errors.contains("127.0.0.1:1"))

        try await ScratchDatabase.lending { database in
            let environment = nobody.merging(["GUOYING_DATABASE_URL": database.url(as: "guoying_reader")]) { $1 }

            let waiting = try await self.run("board", "--wait", "1", environment: environment)
            #expect(waiting.status == 3)
            #expect(waiting.errors.contains("--wait 0 reads without asking"))

            let reading = try await self.run("board", "--wait", "0", environment: environment)
            #expect(reading.status == 0)
            #expect(reading.output.contains("guoying import"))
        }
    }

    @Test func `makes a database what it needs, and says so once`() async throws {
        try await ScratchDatabase.lending { database in
            for schema in ["activity", "registry"] {
                _ = try await database.run("DROP SCHEMA \(identifier: schema) CASCADE")
            }
            let environment = ["GUOYING_DATABASE_URL": database.url()]

            let without = try await self.run("board", "--wait", "0", environment: environment)
            let first = try await self.run("migrate", environment: environment)
            let second = try await self.run("migrate", environment: environment)
            let with = try await self.run("board", "--wait", "0", environment: environment)

            #expect(without.status == 1)
            #expect(without.errors.contains("run 'guoying migrate'"))
            #expect(first.status == 0)
            #expect(first.output.contains("registry: 1 pipeline\n"))
            #expect(!first.output.contains("supervision: 1"))
            #expect(second.output.hasPrefix("up to date: registry "))
            #expect(with.status == 0)
        }
    }

    @Test func `sets the rehearsal clock forward, leaves it on its day, and never sets it back`() async throws {
        try await ScratchDatabase.lending { database in
            let environment = ["GUOYING_DATABASE_URL": database.url()]
            let reader = ["GUOYING_DATABASE_URL": database.url(as: "guoying_reader")]

            let refused = try await self.run("clock", "set", "2021-05-05", environment: reader)
            let set = try await self.run("clock", "set", "2021-05-05", environment: environment)
            let again = try await self.run("clock", "set", "2021-05-05", environment: environment)
            let forward = try await self.run("clock", "set", "2021-05-06", environment: environment)
            let back = try await self.run("clock", "set", "2021-05-05", environment: environment)
            let shown = try await self.run("clock", environment: reader)

            #expect(refused.status == 1)
            #expect(refused.errors.contains("guoying_operator"))
            #expect(set.status == 0)
            #expect(again.status == 0)
            #expect(again.output.contains("left as it is"))
            #expect(forward.status == 0)
            #expect(back.status == 1)
            #expect(back.errors.contains("does not go back"))
            #expect(shown.output.hasPrefix("2021-05-06T00:0"))
            #expect(shown.output.hasSuffix("(a rehearsal)\n"))
        }
    }

    @Test func `answers from the database, and knows what a misspelt name may have meant`() async throws {
        try await ScratchDatabase.lending { database in
            try await StoredCampus(database).store()
            let environment = ["GUOYING_DATABASE_URL": database.url(as: "guoying_reader")]
            let asOf = ["--as-of", "2021-05-05", "--known-at", "2021-05-05", "--wait", "0"]
            func ask(_ arguments: String...) async throws -> Answer {
                try await Program.run(
                    "\(try TestEnvironment.binaries())/guoying", arguments + asOf, environment: environment)
            }

            let board = try await ask("board", "--windows", "--format", "json")
            let below = try await ask("board", "--unit", "g-02")
            let gate = try await ask("board", "--gate", "political-building", "--format", "json")
            let words = try await ask("board", "--gate", "political-building")
            let unknown = try await ask("board", "--unit", "b-103")
            let explanation = try await ask("explain", "b-0103", "theme-day", "--format", "json")
            let misspelt = try await ask("explain", "b-0103", "theme-dya")
            let waivers = try await self.run("waivers", "--unit", "b-103", "--wait", "0", environment: environment)

            let digest = try samplePack().digest
            #expect(board.status == 0)
            #expect(
                board.output.hasPrefix(
                    #"""
                    {"asOf":"2021-05-05T00:00:00+08:00","knownAt":"2021-05-05T00:00:00+08:00",\#
                    "pack":{"id":"hbgyzy-2021","version":"1","digest":"\#(digest)"},\#
                    "units":[{"unit":{"id":"c","path":"/c","name":"党委"},"cells":[]},\#
                    {"unit":{"id":"g-02","path":"/c/g-02","name":"党总支"},"cells":[]},\#
                    {"unit":{"id":"b-0103","path":"/c/g-02/b-0103","name":"第一党支部"},"cells":[\#
                    {"requirement":"theme-day","gate":"standard-management","verdict":"unknown","windows":[\#
                    {"from":"2021-03-01","to":"2021-03-31","due":"2021-03-31","verdict":"met","filedLate":true},\#
                    {"from":"2021-04-01","to":"2021-04-30","due":"2021-04-30","verdict":"unknown",\#
                    "reason":"behind:/campus/oa"},\#
                    {"from":"2021-05-01","to":"2021-05-31","due":"2021-05-31","verdict":"open"}]},\#
                    {"requirement":"members-meeting",
                    """#))
            #expect(
                board.output.contains(
                    #"{"requirement":"branch-size","gate":"standard-management","verdict":"not-met"}"#))
            #expect(below.output.contains("  b-0103 第一党支部"))
            #expect(!below.output.contains("党委"))
            #expect(below.output.contains("sources: /campus/oa not a word yet"))
            #expect(gate.output.contains(#""cells":[]}]}"#))
            #expect(words.status == 0)
            #expect(
                words.output.hasPrefix(
                    "pack hbgyzy-2021 asks nothing for this gate; it asks for organisational-leadership, "))
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("did you mean 'b-0103'?"))
            #expect(explanation.output.hasPrefix(#"{"unit":{"id":"b-0103","path":"/c/g-02/b-0103","#))
            #expect(explanation.output.contains(#""verdict":"unknown","reason":"behind:/campus/oa","counted":[]"#))
            #expect(misspelt.status == 1)
            #expect(misspelt.errors.contains("did you mean 'theme-day'?"))
            #expect(waivers.status == 1)
            #expect(waivers.errors.contains("did you mean 'b-0103'?"))
        }
    }

    @Test func `lists what was refused, the newest last`() async throws {
        try await ScratchDatabase.lending { database in
            let campus = StoredCampus(database)
            try await campus.refuse("schema", field: "data.startedAt", id: "e-2", at: at("2021-05-02"))
            try await campus.refuse("undecodable", field: nil, id: nil, at: at("2021-05-03"))
            try await campus.refuse("schema", field: "data.unit", id: "e-1", at: at("2021-05-01"))
            let environment = ["GUOYING_DATABASE_URL": database.url(as: "guoying_reader")]

            let all = try await self.run("dlq", "list", "--wait", "0", environment: environment)
            let some = try await self.run(
                "dlq", "list", "--wait", "0", "--code", "schema", "--limit", "1", "--format", "json",
                environment: environment)
            let none = try await self.run(
                "dlq", "list", "--wait", "0", "--unit", "b-9999", environment: environment)

            let lines = all.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 4)
            #expect(lines[0].hasPrefix("letter  code         field           source"))
            #expect(lines[1].contains("data.unit"))
            #expect(lines[2].contains("data.startedAt"))
            #expect(lines[3].hasPrefix("0-2     undecodable  -               /campus/oa  -    b-0103  theme-day"))
            #expect(lines[3].hasSuffix("guoying.activity.intake/2/2"))
            #expect(some.output.hasPrefix(#"{"deadLetters":[{"letter":"0-1","code":"schema","field":"data.star"#))
            #expect(some.errors.contains("the newest 1 of 2"))
            #expect(none.output == "no open dead letters\n")
        }
    }

    @Test(arguments: TestBroker.available)
    func `sends what is right, in order, and names what is not`(broker: TestBroker) async throws {
        try await Installation.lending(on: broker, services: []) { guoying in
            let file = try guoying.file(
                "events.jsonl",
                [
                    SentEvent.held("e-1", recorded: "2021-05-01"), SentEvent.watermark("w-1", source: "/campus/hr"),
                    #"{"specversion":"1.0","source":"/campus/oa"}"#, SentEvent.held("e-2", recorded: "2021-05-05"),
                    SentEvent.watermark("w-2"), SentEvent.held("e-3", recorded: "2021-05-04"),
                ].joined(separator: "\n"))

            let sent = try await guoying.guoying("intake", "send", "--recorded-before", "2021-05-05", file)
            let raw = try await guoying.guoying("intake", "send", "--raw", file)
            let records = try await guoying.broker.records(of: guoying.broker.topics.activityIntake)

            #expect(sent.status == 1)
            #expect(
                sent.output
                    == "sent 2 events, 1 watermark; 1 left out (recorded at or after 2021-05-05); 1 faulty, not "
                    + "sent; 1 watermark of their sources held back\n")
            #expect(sent.errors.hasPrefix("\(file):3: missing-attribute id: "))
            #expect(raw.status == 0)
            #expect(raw.output == "sent 6 records as they are\n")
            #expect(records.count == 9)
            let held = records.filter { $0.keyBytes.map { String(decoding: $0, as: UTF8.self) } == "b-0103" }
            let ids = held.compactMap { record in
                ["e-1", "e-2", "e-3"].first { id in
                    String(decoding: record.valueBytes ?? [], as: UTF8.self).contains("\"\(id)\"")
                }
            }
            #expect(ids == ["e-1", "e-3", "e-1", "e-2", "e-3"])
            #expect(records.allSatisfy { $0.headers.map(\.name) == ["content-type"] })
        }
    }

    @Test func `says how far it is behind, and ends with 4`() async throws {
        try await Installation.lending(on: .embedded, services: []) { guoying in
            let file = try guoying.file("events.jsonl", SentEvent.held("e-1", recorded: "2021-05-01"))
            let fresh = try await guoying.guoying("board", "--wait", "5", "--format", "json")

            let sent = try await guoying.guoying("intake", "send", file)
            let stale = try await guoying.guoying("board", "--wait", "0.1", "--format", "json")
            let hasty = try await guoying.guoying("board", "--wait", "0", "--format", "json")

            #expect(fresh.status == 0)
            #expect(fresh.output.hasSuffix("\"units\":[]}\n"))
            #expect(sent.status == 0)
            #expect(stale.status == 4)
            #expect(stale.output.hasSuffix("\"units\":[]}\n"))
            let topic = guoying.broker.topics.activityIntake.name
            #expect(stale.errors == "guoying: behind by 1 record of \(topic); the answer is not up to date\n")
            #expect(hasty.status == 0)
        }
    }

    @Test func `waits for waivers too`() async throws {
        try await Installation.lending(on: .embedded, services: []) { guoying in
            let waived = try await guoying.guoying(
                "waive", "b-0103", "theme-day", "--from", "2021-04-01", "--to", "2021-04-30", "--basis", "x", "--actor",
                "p-9", "--wait", "0.1")

            for question in ["board", "waivers"] {
                let answer = try await guoying.guoying(question, "--wait", "0.1")

                #expect(answer.status == 4, "\(question)")
                #expect(
                    answer.errors.contains("behind by 1 record of \(guoying.broker.topics.supervisionCommands.name)"))
            }
            #expect(waived.status != 0)
        }
    }

    @Test(.enabled(if: TestEnvironment.kafka != nil))
    func `makes the topics that are missing, and says which`() async throws {
        try await TestBroker.apache.lending { broker in
            let prefix = broker.topics.prefix
            let environment = ["GUOYING_KAFKA_BOOTSTRAP_SERVERS": broker.address, "GUOYING_TOPIC_PREFIX": prefix]

            let there = try await self.run("topics", environment: environment)
            let more = try await self.run(
                "topics", environment: environment.merging(["GUOYING_TOPIC_PREFIX": "\(prefix)more."]) { $1 })
            try await Admin(settings: broker.settings).deleteTopics(Topics(prefix: "\(prefix)more.").all.map(\.name))

            #expect(there.output == "17 of 17 topics were there\n")
            #expect(more.output.contains("created \(prefix)more.registry.commands (1 partition)\n"))
            #expect(more.output.hasSuffix("0 of 17 topics were there\n"))
        }
    }
}
