import Kit
import Messages
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Sends what was refused again` {
        @Test(arguments: TestBroker.available)
        func `put right, after saying which verdicts would change, and ends the letter`(
            broker: TestBroker
        ) async throws {
            try await Campus.lending(
                on: broker, services: [.registry, .activity, .supervision], branches: ["b-0101", "b-0102"]
            ) { campus in
                let installation = campus.installation
                // In binary mode with an unknown kind, and in structured mode with a wrong count.
                var first = OutsideEvent.themeDay("first", of: "b-0101")
                first.data["kind"] = .string("theme-party")
                var second = OutsideEvent.themeDay("second", of: "b-0102")
                second.data["attendance"] = .object(["due": .integer(30), "present": .integer(31)])
                try await installation.publish([first], mode: "binary")
                try await installation.send([(second, 1), (.watermark("w-1"), 0)])
                try await installation.settle()
                // Partitions are read in any order, so a letter is known by its event and not by its number.
                let numbers = try await Self.open(installation)
                let kind = try #require(numbers["first"])
                let count = try #require(numbers["second"])

                let faulty = try await Self.replay(installation, kind, "--dry-run")
                #expect(faulty.status == 1)
                #expect(faulty.errors == "letter \(kind): schema at data.kind\n")
                let preview = try await Self.replay(
                    installation, kind, "--set", "data.kind=theme-day", "--dry-run")
                #expect(preview.status == 0, "\(preview.errors)")
                #expect(preview.output == "b-0101 theme-day 2021-04-01: not-met → met\n")
                #expect(try await Self.open(installation) == numbers)

                let mended = try await Self.replay(
                    installation, kind, "--set", "data.kind=theme-day", "--reason", "a misspelt kind")
                #expect(mended.status == 0 && mended.output == "replayed \(kind)\n", "\(mended.errors)")
                let counted = try await Self.replay(
                    installation, count, "--set", "data.attendance.present=30", "--reason", "a wrong count")
                #expect(counted.status == 0, "\(counted.errors)")
                try await installation.settle()

                #expect(try await Self.open(installation).isEmpty)
                let log = try await installation.guoying("activities", "--kind", "theme-day", "--format", "csv")
                #expect(log.output.split(separator: "\n").count == 3, "\(log.output)")
                let board = try await installation.guoying("board", "--format", "csv", "--windows", "--wait", "60")
                for branch in ["b-0101", "b-0102"] {
                    #expect(board.output.contains("\(branch),/c/g-01/\(branch),党支部 \(branch),theme-day,"))
                    #expect(board.output.contains(",2021-04-01,2021-04-30,2021-04-30,met,"))
                }
                let twice = try await Self.replay(
                    installation, kind, "--set", "data.kind=theme-day", "--reason", "again")
                #expect(twice.status == 1 && twice.errors.contains("letter \(kind) is ended already"))
                let shown = try await installation.guoying("dlq", "show", kind, "--wait", "60")
                #expect(shown.output.contains("replayed: a misspelt kind"))
            }
        }

        @Test func `from an edited copy, and all of one source and code at once in their order`() async throws {
            try await Campus.lending(
                on: .mostReal, services: [.registry, .activity], branches: ["b-0101", "b-0102"]
            ) { campus in
                let installation = campus.installation
                var wrong = OutsideEvent.themeDay("copied", of: "b-0101")
                wrong.data["startedAt"] = .string("2021-04-09T14:30:00")
                try await installation.send([(wrong, 2)])
                for number in 0..<3 {
                    var event = OutsideEvent.themeDay("n-\(number)", of: "b-0102")
                    event.data["unit"] = .string("b 0102")
                    try await installation.send([(event, 3)])
                }
                let isRefused = try await eventually(within: .seconds(30)) { try await campus.intake().refused == 4 }
                try #require(isRefused)
                let first = try #require(try await Self.open(installation)["copied"])

                let copy = try installation.file("copy.json", OutsideEvent.themeDay("copied", of: "b-0101").structured)
                let copied = try await Self.replay(installation, first, "--edited", copy, "--reason", "by hand")
                #expect(copied.status == 0, "\(copied.errors)")
                let bulk = try await installation.guoying(
                    "dlq", "replay", "--code", "schema", "--source", "/campus/oa", "--set", "data.unit=b-0102",
                    "--reason", "a space", "--wait", "60")

                #expect(bulk.status == 0 && bulk.output.split(separator: "\n").count == 3, "\(bulk.errors)")
                #expect(try await Self.open(installation).isEmpty)
                let ids = try await installation.guoying("activities", "--unit", "b-0102", "--format", "csv").output
                #expect(ids.split(separator: "\n").count == 4)
                let order: [String] = try await installation.database.run(
                    "SELECT id FROM activity.journal_v1 WHERE id LIKE 'n-%' AND type LIKE '%held%' ORDER BY position"
                ).decode("id")
                #expect(order == ["n-0", "n-1", "n-2"])
                let none = try await installation.guoying("dlq", "replay", "--code", "schema", "--reason", "again")
                #expect(none.status == 0 && none.output == "no open dead letters\n")
            }
        }

        private static func replay(
            _ installation: Installation, _ arguments: String...
        ) async throws -> (status: Int32, output: String, errors: String) {
            try await installation.guoying(["dlq", "replay"] + arguments + ["--wait", "60"])
        }

        /// The numbers of the open letters by the ids of their events.
        private static func open(_ installation: Installation) async throws -> [String: String] {
            let list = try await installation.guoying("dlq", "list", "--format", "json", "--wait", "60")
            let letters = try JSONValue(list.output)["deadLetters"]?.elements ?? []
            return Dictionary(
                letters.compactMap { letter in
                    guard let id = letter["id"]?.string, let number = letter["letter"]?.string else { return nil }
                    return (id, number)
                }, uniquingKeysWith: { first, _ in first })
        }
    }
}
