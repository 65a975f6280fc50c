import Kit
import Messages
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Judges what is rehearsed` {
        @Test(arguments: TestBroker.available)
        func `as it would judge what is sent, and counts nothing of it`(broker: TestBroker) async throws {
            try await Campus.lending(
                on: broker, services: [.registry, .activity, .supervision], branches: ["b-0101", "b-0102"]
            ) { campus in
                let installation = campus.installation
                try await installation.send([(.themeDay("known", of: "b-0102"), 1), (.watermark("w-1"), 0)])
                try await installation.settle()
                let counted = try await campus.intake().applied
                var unknown = OutsideEvent.themeDay("party", of: "b-0101")
                unknown.data["kind"] = .string("theme-party")
                var conflicting = OutsideEvent.themeDay("known", of: "b-0102")
                conflicting.data["title"] = .string("another")
                let file = try installation.file(
                    "events.jsonl",
                    [
                        OutsideEvent.themeDay("fresh", of: "b-0101"), unknown, .themeDay("known", of: "b-0102"),
                        conflicting, .themeDay("nowhere", of: "b-0999"),
                    ].map { "\($0.structured)\n" }.joined() + "{\n")

                for _ in 1...2 {
                    let outcome = try await installation.guoying("intake", "rehearse", file, "--wait", "60")

                    #expect(outcome.status == 1)
                    let lines = outcome.output.split(separator: "\n").map(String.init)
                    try #require(lines.count == 5, "\(outcome.output)\(outcome.errors)")
                    #expect(lines[0].hasPrefix("\(file):2: schema data.kind: is \"theme-party\"; expected one of "))
                    #expect(lines[1].hasPrefix("\(file):4: conflicting-duplicate id: "))
                    #expect(lines[2].hasPrefix("\(file):5: unknown-unit data.unit: "))
                    #expect(lines[2].hasSuffix("; would wait for it"))
                    #expect(lines[3].hasPrefix("\(file):6: undecodable: "))
                    #expect(lines[4] == "b-0101 theme-day 2021-04-01: not-met → met")
                    #expect(outcome.errors == "6 events: 1 accepted, 1 duplicate, 1 parked, 3 refused\n")
                }

                #expect(try await campus.heldEvents() == ["known"])
                let intake = try await campus.intake()
                #expect(intake.refused == 0 && intake.parked == 0 && intake.applied == counted + 12)
                let letters = try await installation.guoying("dlq", "list", "--wait", "60")
                #expect(letters.output == "no open dead letters\n")
                let cell = try await installation.guoying(
                    "explain", "b-0101", "theme-day", "--language", "en", "--wait", "60")
                #expect(cell.output.contains("✗ not met"), "\(cell.output)")
                let topic = installation.broker.topics.activityRehearsalAnswers
                var answers: [SeenRecord] = []
                let areThere = try await eventually(within: .seconds(30)) {
                    answers = try await installation.readWithKcat(topic)
                    return answers.count == 12
                }
                #expect(areThere, "\(answers.count) answers")
                let fresh = try #require(answers.first { $0.headers["ce_causationid"] == "fresh" })
                #expect(fresh.headers["ce_type"] == RehearsalAnswer.type)
                #expect(fresh.value["outcome"]?.string == "accepted" && fresh.value["id"]?.string == "fresh")
            }
        }

        @Test func `and says that nobody answered where the service does not run`() async throws {
            try await Campus.lending(on: .mostReal, services: [.registry], branches: ["b-0101"]) { campus in
                let file = try campus.installation.file(
                    "events.jsonl", OutsideEvent.themeDay("fresh", of: "b-0101").structured)
                let outcome = try await campus.installation.guoying("intake", "rehearse", file, "--wait", "0.1")
                #expect(outcome.status == 4)
                #expect(outcome.errors.contains("1 not answered yet; see whether the activity service runs"))
            }
        }
    }
}
