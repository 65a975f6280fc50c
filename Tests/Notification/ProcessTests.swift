import FoundationEssentials
import HTTP
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Notification

@Suite(.timeLimit(.minutes(2)))
struct `The notification process` {
    /// Lends an installation with this service alone, and publishes as supervision would.
    private func lending(
        _ broker: TestBroker, telling url: String,
        _ body: @Sendable (Installation, Program, _ publish: (SampleAlert...) async throws -> Void) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let recipients = "\(folder)/recipients.yaml"
            try """
            recipients:
              - name: oa
                match: {severity: [breach]}
                webhook: {url: "\(url)", secret: \(Stage.secret), allow-private-addresses: true}
              - name: office
                inbox: {folder: inbox}
            """.write(toFile: recipients, atomically: true, encoding: .utf8)
            let environment = ["GUOYING_NOTIFICATION_CONFIG": recipients]
            try await Installation.lending(on: broker, services: [], environment: environment) {
                installation in
                let program = try await installation.start(.notification)
                let producer = try Producer(settings: installation.broker.settings)
                do {
                    try await body(installation, program) { alerts in
                        let topics = installation.broker.topics
                        for result in await producer.send(alerts.map { $0.record(on: topics) }) { _ = try result.get() }
                    }
                    await producer.close(within: .seconds(5))
                } catch {
                    await producer.close(within: .seconds(5))
                    throw error
                }
            }
        }
    }

    private func entries(_ installation: Installation) async throws -> [String] {
        try await installation.database.run(
            """
            SELECT convert_from(value, 'UTF8') FROM notification.journal
            WHERE type = 'guoying.notification.attempted.v1' ORDER BY lane, position
            """
        ).map { try $0.decode(0) }
    }

    @Test(arguments: TestBroker.available)
    func `tells of alerts and publishes every attempt`(broker: TestBroker) async throws {
        try await Receiver.serving { receiver, url in
            try await self.lending(broker, telling: url) { installation, _, publish in
                try await publish(
                    SampleAlert(version: 1), SampleAlert(version: 2),
                    SampleAlert(id: "al-2", severity: "notice", unit: "b-0201", path: "/c/b-0201"))

                let topic = installation.broker.topics.notificationJournal
                // A real broker may still be choosing leaders for topics that it has just made.
                let isPublished = try await eventually {
                    (try? await installation.broker.records(of: topic).count) == 5
                }

                #expect(isPublished)
                #expect(receiver.received.map(\.id) == ["al-5f2c-v1", "al-5f2c-v2"])
                #expect(try await self.entries(installation).filter { $0.contains(#""channel":"inbox""#) }.count == 3)
                let records = try await installation.broker.records(of: topic)
                let types = Set(records.map { record in record.text("ce_type") })
                #expect(types == ["guoying.notification.attempted.v1"])
                #expect(records.allSatisfy { $0.text("ce_source") == "/guoying/notification" })
            }
        }
    }

    @Test func `sends again after a power cut, with the same id`() async throws {
        try await Receiver.serving { _, number in
            if number == 1 { try await Task.sleep(for: .seconds(30)) }
            return .text("ok")
        } _: { receiver, url in
            try await self.lending(.embedded, telling: url) { installation, _, publish in
                try await publish(SampleAlert())
                let isSending = try await eventually { receiver.received.count == 1 }
                await installation.kill(.notification)
                _ = try await installation.database.run("UPDATE notification.delivery SET not_before = now()")
                _ = try await installation.database.run("UPDATE notification.due SET at = now()")
                try await installation.start(.notification)

                let isOver = try await eventually {
                    try await installation.database.count("SELECT count(*) FROM notification.delivery") == 0
                }

                #expect(isSending && isOver)
                #expect(receiver.received.map(\.id) == ["al-5f2c-v1", "al-5f2c-v1"])
                let entries = try await self.entries(installation).filter { $0.contains(#""recipient":"oa""#) }
                #expect(entries.count == 2)
                #expect(entries.first?.hasSuffix(#""attempt":1,"outcome":"failed","reason":"interrupted"}"#) == true)
                #expect(entries.last?.hasSuffix(#""attempt":2,"outcome":"delivered","status":200}"#) == true)
            }
        }
    }

    @Test func `stops in good order while a receiver is slow, and says so in the journal`() async throws {
        try await Receiver.serving { _, number in
            if number == 1 { try await Task.sleep(for: .seconds(30)) }
            return .text("ok")
        } _: { receiver, url in
            try await self.lending(.embedded, telling: url) { installation, program, publish in
                try await publish(SampleAlert())
                let isSending = try await eventually { receiver.received.count == 1 }

                let status = await installation.stop(.notification)

                #expect(isSending)
                #expect(status == 0)
                let entries = try await self.entries(installation).filter { $0.contains(#""recipient":"oa""#) }
                #expect(entries.count == 1)
                #expect(entries.first?.hasSuffix(#""attempt":1,"outcome":"failed","reason":"interrupted"}"#) == true)
                #expect(program.errors.contains("a message was not delivered"))
                #expect(!program.errors.contains("/hook"))
            }
        }
    }

    @Test func `does not start with recipients that it cannot read`() async throws {
        try await withFolder { folder in
            try "recipients:\n  - {name: a}\n".write(toFile: "\(folder)/r.yaml", atomically: true, encoding: .utf8)

            let (status, _, errors) = try await Program.run(
                "\(try TestEnvironment.binaries())/guoying-notification", [],
                environment: ["GUOYING_NOTIFICATION_CONFIG": "\(folder)/r.yaml"])

            #expect(status == 2)
            #expect(errors.contains("\(folder)/r.yaml:2:5: this recipient has no channel"))
        }
    }
}

extension Kafka.Record {
    /// The text of a header.
    fileprivate func text(_ name: String) -> String? {
        self.headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }
}
