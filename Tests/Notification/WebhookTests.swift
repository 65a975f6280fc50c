import Domain
import HTTP
import ServiceKit
import Testing

@testable import Notification

@Suite(.timeLimit(.minutes(1)))
struct `A webhook` {
    private let message = OutgoingMessage(
        alert: "al-5f2c", version: 2, unit: "b-0103", body: Array(#"{"type":"t"}"#.utf8))
    private let instant = Instant(microseconds: 1_614_265_330_900_000)

    private func send(
        to url: String, addresses: AddressPolicy = .any, deadline: Duration = .seconds(10)
    ) async throws -> AttemptResult {
        let client = try Client()
        let recipient = try Recipient.webhook(url, addresses: addresses, deadline: deadline)
        guard case .webhook(let webhook) = recipient.channel else { throw Unexpected(description: "no webhook") }
        let result = await webhook.send(self.message, at: self.instant, through: client)
        await client.close()
        return result
    }

    @Test func `signs as the vector of Standard Webhooks says`() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))

        let signature = secret.signature(
            of: Array(#"{"test": 2432232314}"#.utf8), id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330)

        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: [
        "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
    ])
    func `has no secret but whsec_ and enough bytes in base 64`(text: String) {
        #expect(WebhookSecret(text) == nil)
    }

    @Test func `posts the message with its id, its second and its signature`() async throws {
        try await Receiver.serving { receiver, url in
            let result = try await self.send(to: url)

            #expect(result == .delivered(status: 200))
            let arrival = try #require(receiver.received.first)
            let secret = try #require(WebhookSecret(Stage.secret))
            #expect(arrival.id == "al-5f2c-v2")
            #expect(arrival.timestamp == "1614265330")
            #expect(
                arrival.signature
                    == secret.signature(of: self.message.body, id: "al-5f2c-v2", seconds: 1_614_265_330))
            #expect(arrival.contentType == "application/json")
            #expect(arrival.body == self.message.body)
        }
    }

    @Test(arguments: [
        (204, AttemptResult.delivered(status: 204)),
        (500, .failed(reason: "status", status: 500)),
        (404, .failed(reason: "status", status: 404)),
        (410, .refusedForGood(reason: "gone", status: 410)),
    ])
    func `takes a status for what it says`(status: Int, expected: AttemptResult) async throws {
        try await Receiver.serving { _, _ in
            Response(status: status)
        } _: { _, url in
            let result = try await self.send(to: url)

            #expect(result == expected)
        }
    }

    @Test func `follows no redirect`() async throws {
        try await Receiver.serving { elsewhere, target in
            try await Receiver.serving { _, _ in
                Response(status: 307, headers: ["Location": target])
            } _: { _, url in
                let result = try await self.send(to: url)

                #expect(result == .failed(reason: "redirected", status: 307))
                #expect(elsewhere.received.isEmpty)
            }
        }
    }

    @Test func `hears for how long it is to be silent`() async throws {
        try await Receiver.serving { _, _ in
            Response(status: 429, headers: ["Retry-After": "7"])
        } _: { _, url in
            let result = try await self.send(to: url)

            #expect(result == .failed(reason: "status", status: 429, retryAfterSeconds: 7))
        }
    }

    @Test func `does not wait for ever`() async throws {
        try await Receiver.serving { _, _ in
            try await Task.sleep(for: .seconds(30))
            return .text("late")
        } _: { _, url in
            let result = try await self.send(to: url, deadline: .milliseconds(100))

            #expect(result == .failed(reason: "timed-out"))
        }
    }

    @Test func `reaches no private address unless it may`() async throws {
        try await Receiver.serving { receiver, url in
            let result = try await self.send(to: url, addresses: .publicOnly)

            #expect(result == .failed(reason: "refused-address"))
            #expect(receiver.received.isEmpty)
        }
    }

    @Test func `that nobody serves fails`() async throws {
        let result = try await self.send(to: "http://127.0.0.1:1/hook")

        #expect(result == .failed(reason: "cannot-connect"))
    }
}
