import Crypto
import HTTP
import Kit
import Messages
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Takes events over HTTP` {
        private static let token = "a-token-of-the-office"

        @Test(arguments: TestBroker.available)
        func `in every mode, as a client of others writes them, once the broker has them`(
            broker: TestBroker
        ) async throws {
            try await Self.lending(broker) { campus, url in
                let lines = [
                    OutsideEvent.themeDay("binary", of: "b-0101").line(mode: "binary"),
                    OutsideEvent.themeDay("structured", of: "b-0102").line(mode: "structured"),
                    JSONValue.object([
                        "mode": .string("batch"),
                        "events": .array(
                            try ["one", "two"].map {
                                try JSONValue(OutsideEvent.themeDay($0, of: "b-0103").line(mode: "structured"))
                            }),
                    ]).text,
                ]
                #expect(try await Self.post(lines, to: url, campus) == ["202 ", "202 ", "202 "])
                // Whoever heard nothing sends again.
                #expect(try await Self.post(lines, to: url, campus) == ["202 ", "202 ", "202 "])

                let isTaken = try await eventually(within: .seconds(30)) { try await campus.intake().events == 8 }
                let intake = try await campus.intake()
                #expect(isTaken && intake.refused == 0 && intake.duplicate == 4 && intake.addsUp, "\(intake)")
                #expect(try await campus.heldEvents() == ["binary", "one", "structured", "two"])
            }
        }

        @Test func `and says at once what is wrong, and takes nothing of such a request`() async throws {
            try await Self.lending(.embedded) { campus, url in
                var wrong = OutsideEvent.themeDay("wrong", of: "b-0101")
                wrong.data["attendance"] = .object(["due": .integer(1), "present": .integer(2)])
                var foreign = OutsideEvent.themeDay("foreign", of: "b-0101")
                foreign.attributes["source"] = "/campus/hr"
                let batch = JSONValue.object([
                    "mode": .string("batch"),
                    "events": .array([
                        try JSONValue(OutsideEvent.themeDay("good", of: "b-0101").line(mode: "structured")),
                        try JSONValue(wrong.line(mode: "structured")),
                    ]),
                ]).text

                let answers = try await Self.post(
                    [wrong.line(mode: "binary"), foreign.line(mode: "structured"), batch], to: url, campus)
                #expect(answers[0].hasPrefix("400 ") && answers[0].contains(#""field":"data.attendance.present""#))
                #expect(answers[1].hasPrefix("403 ") && answers[1].contains("does not speak for the source"))
                #expect(answers[2].hasPrefix("400 ") && answers[2].contains(#""index":1"#), "\(answers)")
                let good = [OutsideEvent.themeDay("good", of: "b-0101").line(mode: "binary")]
                let stranger = try await Self.post(good, to: url, campus, token: "guessed")
                #expect(stranger[0].hasPrefix("401 "))
                #expect(try await Self.send(.post, url, type: "text/plain", body: "hello").status == 415)
                #expect(try await Self.send(.get, url, type: "text/plain", body: "").status == 405)
                let large = String(repeating: " ", count: 70_000) + OutsideEvent.themeDay("l", of: "b-0101").structured
                let tooLarge = try await Self.send(.post, url, type: "application/cloudevents+json", body: large)
                #expect(tooLarge.status == 413)
                #expect(try await campus.intake().events == 0)
            }
        }

        @Test func `and no more of them than a source may send`() async throws {
            try await Self.lending(.embedded, rate: "1") { campus, url in
                // More than five seconds' worth goes through where nothing was used, and has to be waited for after.
                let events = (0..<100).map { OutsideEvent.themeDay("n-\($0)", of: "b-0101").structured }
                let batch = try await Self.send(
                    .post, url, type: "application/cloudevents-batch+json",
                    body: "[\(events.joined(separator: ","))]")
                let next = try await Self.send(
                    .post, url, type: "application/cloudevents+json",
                    body: OutsideEvent.themeDay("next", of: "b-0101").structured)

                #expect(batch.status == 202)
                #expect(next.status == 429)
                let seconds = String(decoding: next.body, as: UTF8.self).firstMatch(of: #/try again in (\d+) s/#)?.1
                #expect(try (60...96).contains(#require(seconds.flatMap { Int($0) })))
            }
        }

        @Test func `only where it is said from whom`() async throws {
            try await Campus.lending(on: .embedded, services: []) { campus in
                let program = try Program(
                    "\(try TestEnvironment.binaries())/guoying-activity", [],
                    environment: campus.installation.environment(as: "guoying_activity").merging([
                        "GUOYING_ACTIVITY_HTTP_PORT": "0"
                    ]) { $1 })
                #expect(await program.wait() != 0)
                #expect(program.errors.contains("GUOYING_ACTIVITY_HTTP_TOKENS is not set"), "\(program.errors)")
            }
        }

        private static func lending(
            _ broker: TestBroker, rate: String = "1000", _ body: @Sendable (Campus, String) async throws -> Void
        ) async throws {
            try await Campus.lending(
                on: broker, services: [.registry, .activity],
                preparing: { installation in
                    let digest = SHA256.digest(of: Array(Self.token.utf8)).hex
                    let tokens = try installation.file("tokens", "# the office\n\(digest) /campus/oa\n")
                    installation.set("GUOYING_ACTIVITY_HTTP_PORT", to: "0")
                    installation.set("GUOYING_ACTIVITY_HTTP_TOKENS", to: tokens)
                    installation.set("GUOYING_ACTIVITY_HTTP_RATE", to: rate)
                }
            ) { campus in
                var log = ""
                let isOpen = try await eventually(within: .seconds(30)) {
                    log = await campus.installation.log(of: .activity)
                    return log.contains("taking events over HTTP")
                }
                try #require(isOpen, "\(log)")
                let line = log.split(separator: "\n").first { $0.contains("taking events over HTTP") } ?? ""
                let address = line.split(separator: "\"events\":\"").last?.prefix { $0 != "\"" } ?? ""
                try await body(campus, "http://\(address)/events")
            }
        }

        /// Posts by the SDK, and returns a line for each answer.
        private static func post(
            _ lines: [String], to url: String, _ campus: Campus, token: String = Self.token
        ) async throws -> [String] {
            let file = try campus.installation.file("requests.jsonl", lines.joined(separator: "\n"))
            let program = try campus.installation.python("post.py", [url, token, file])
            guard await program.wait() == 0 else { throw Program.Failure(description: program.errors) }
            return program.output.split(separator: "\n").map(String.init)
        }

        private static func send(
            _ method: Method, _ url: String, type: String, body: String
        ) async throws -> IncomingResponse {
            let client = try Client()
            var request = OutgoingRequest(
                method, url, headers: ["Content-Type": type, "Authorization": "Bearer \(Self.token)"],
                body: Array(body.utf8))
            request.addresses = .any
            let answer = try await client.send(request)
            await client.close()
            return answer
        }
    }
}
