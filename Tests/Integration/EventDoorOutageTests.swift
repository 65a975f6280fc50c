import HTTP
import Kit
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Says over HTTP when the broker acknowledges nothing` {
        @Test func `because it stands still, and takes all that is sent again once it goes on`() async throws {
            try await OpenDoor.lending(on: .embedded) { door in
                let broker = door.campus.installation.broker
                defer { broker.resume() }
                try await Self.outlast(on: door, away: { broker.pause() }, back: { broker.resume() })
            }
        }

        @Test(.enabled(if: TestEnvironment.hasKafkaHome, "KAFKA_HOME names no Apache Kafka"))
        func `because it was killed, and takes all that is sent again once it is back`() async throws {
            try await Servers.lending { servers in
                try await OpenDoor.lending(on: servers) { door in
                    try await Self.outlast(
                        on: door, away: { try await servers.killBroker() }, back: { try await servers.startBroker() })
                }
            }
        }

        /// Whatever was acknowledged is held once, whether it was sent before, in between or again.
        private static func outlast(
            on door: OpenDoor, away: @Sendable () async throws -> Void, back: @Sendable () async throws -> Void
        ) async throws {
            let first = (0..<5).map { OutsideEvent.themeDay("before-\($0)", of: "b-0101") }
            #expect(try await Self.post(first, to: door).allSatisfy { $0.status == 202 })

            try await away()
            let between = (0..<5).map { OutsideEvent.themeDay("between-\($0)", of: "b-0102") }
            for answer in try await Self.post(between, to: door) {
                #expect(answer.status == 503 && answer.headers.first("Retry-After") == "5")
                #expect(String(decoding: answer.body, as: UTF8.self).contains("send it again"))
            }

            try await back()
            for event in between {
                var status = 0
                let isTaken = try await eventually(within: .seconds(120)) {
                    status = try await door.post(event).status
                    return status == 202
                }
                #expect(isTaken, "\(event.attributes["id"] ?? ""): \(status)")
            }
            let ids = (first + between).compactMap { $0.attributes["id"] }.sorted()
            var held: [String] = []
            let areHeld = try await eventually(within: .seconds(120)) {
                held = try await door.campus.heldEvents()
                return held == ids
            }
            let intake = try await door.campus.intake()
            #expect(areHeld && intake.refused == 0 && intake.addsUp, "\(held) \(intake)")
        }

        /// Posts each event by itself, all at a time.
        private static func post(_ events: [OutsideEvent], to door: OpenDoor) async throws -> [IncomingResponse] {
            try await withThrowingTaskGroup(of: IncomingResponse.self) { group in
                for event in events { group.addTask { try await door.post(event) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
    }
}
