import Kit
import Messages
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Asked while it works` {
        @Test(arguments: TestBroker.available)
        func `answers with what was sent before the question`(broker: TestBroker) async throws {
            let branches = ["b-0101", "b-0102", "b-0103", "b-0104", "b-0105"]
            try await Campus.lending(on: broker, services: [.registry, .activity], branches: branches) { campus in
                for branch in branches {
                    try await campus.installation.publishWithKcat(.themeDay("at-\(branch)", of: branch))

                    let answer = try await campus.explain(branch)

                    #expect(answer["counted"]?.elements.map { $0["id"] } == [.string("at-\(branch)")])
                }
            }
        }

        @Test func `says how far behind it is when the time is over`() async throws {
            try await Campus.lending(on: .embedded, services: [.registry, .activity]) { campus in
                let topic = campus.installation.broker.topics.activityIntake.name
                _ = try await campus.explain("b-0101")
                await campus.installation.stop(.activity)
                try await campus.installation.publishWithKcat(.themeDay("late", of: "b-0101"))

                let late = try await campus.installation.guoying("board", "--format", "json", "--wait", "0.5")
                let atOnce = try await campus.installation.guoying("board", "--format", "json", "--wait", "0")

                #expect(late.status == 4)
                #expect(late.errors.contains("behind by 1 record of \(topic)"), "\(late.errors)")
                #expect(try JSONValue(late.output)["units"]?.elements.isEmpty == false)
                #expect(atOnce.status == 0 && atOnce.errors.isEmpty, "\(atOnce.errors)")
            }
        }

        @Test func `waits for positions, not for time`() async throws {
            try await Campus.lending(on: .embedded, services: [.registry, .activity]) { campus in
                let installation = campus.installation
                _ = try await campus.explain("b-0101")
                await installation.stop(.activity)
                try await installation.publishWithKcat(.themeDay("awaited", of: "b-0101"))
                let question = try Program(
                    "\(try TestEnvironment.binaries())/guoying",
                    ["explain", "b-0101", "theme-day", "--window", "2021-04-30", "--format", "json", "--wait", "240"],
                    environment: installation.environment(as: "guoying_reader"))

                let isAnswered = try await eventually(within: .seconds(1)) { !question.output.isEmpty }
                try await installation.start(.activity)
                let status = await question.wait()

                #expect(!isAnswered)
                #expect(status == 0, "\(question.errors)")
                #expect(try JSONValue(question.output)["counted"]?.elements.first?["id"] == .string("awaited"))
            }
        }

        @Test func `says that no broker can be reached, unless it need not ask one`() async throws {
            try await Campus.lending(on: .embedded, services: []) { campus in
                campus.installation.set("GUOYING_KAFKA_BOOTSTRAP_SERVERS", to: "127.0.0.1:9")

                let asked = try await campus.installation.guoying("board", "--wait", "1")
                let atOnce = try await campus.installation.guoying("board", "--wait", "0")

                #expect(asked.status == 3)
                #expect(asked.errors.contains("127.0.0.1:9"), "\(asked.errors)")
                #expect(atOnce.status == 0, "\(atOnce.errors)")
            }
        }
    }
}

extension Campus {
    /// What the command line says of a branch's theme days in April.
    fileprivate func explain(_ branch: String) async throws -> JSONValue {
        let outcome = try await self.installation.guoying(
            "explain", branch, "theme-day", "--window", "2021-04-30", "--format", "json", "--wait", "60")
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try JSONValue(outcome.output)
    }
}
