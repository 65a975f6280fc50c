import HTTP
import Kit
import Messages
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Takes events over HTTP` {
        @Test(arguments: TestBroker.available)
        func `in every mode, as a client of others writes them, once the broker has them`(
            broker: TestBroker
        ) async throws {
            try await OpenDoor.lending(on: broker) { door in
                let campus = door.campus
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
                #expect(try await door.post(lines) == ["202 ", "202 ", "202 "])
                // Whoever heard nothing sends again.
                #expect(try await door.post(lines) == ["202 ", "202 ", "202 "])

                let isTaken = try await eventually(within: .seconds(30)) { try await campus.intake().events == 8 }
                let intake = try await campus.intake()
                #expect(isTaken && intake.refused == 0 && intake.duplicate == 4 && intake.addsUp, "\(intake)")
                #expect(try await campus.heldEvents() == ["binary", "one", "structured", "two"])
            }
        }

        @Test func `and says at once what is wrong, and takes nothing of such a request`() async throws {
            try await OpenDoor.lending(on: .embedded) { door in
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

                let answers = try await door.post(
                    [wrong.line(mode: "binary"), foreign.line(mode: "structured"), batch])
                #expect(answers[0].hasPrefix("400 ") && answers[0].contains(#""field":"data.attendance.present""#))
                #expect(answers[1].hasPrefix("403 ") && answers[1].contains("does not speak for the source"))
                #expect(answers[2].hasPrefix("400 ") && answers[2].contains(#""index":1"#), "\(answers)")
                let good = [OutsideEvent.themeDay("good", of: "b-0101").line(mode: "binary")]
                let stranger = try await door.post(good, token: "guessed")
                #expect(stranger[0].hasPrefix("401 "))
                #expect(try await door.send(.post, type: "text/plain", body: "hello").status == 415)
                #expect(try await door.send(.get, type: "text/plain", body: "").status == 405)
                let large = String(repeating: " ", count: 70_000) + OutsideEvent.themeDay("l", of: "b-0101").structured
                let tooLarge = try await door.send(.post, type: "application/cloudevents+json", body: large)
                #expect(tooLarge.status == 413)
                #expect(try await door.campus.intake().events == 0)
            }
        }

        @Test func `and no more of them than a source may send`() async throws {
            try await OpenDoor.lending(on: .embedded, rate: "1") { door in
                // More than five seconds' worth goes through where nothing was used, and has to be waited for after.
                let events = (0..<100).map { OutsideEvent.themeDay("n-\($0)", of: "b-0101").structured }
                let batch = try await door.send(
                    .post, type: "application/cloudevents-batch+json", body: "[\(events.joined(separator: ","))]")
                let next = try await door.send(
                    .post, type: "application/cloudevents+json",
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
    }
}
