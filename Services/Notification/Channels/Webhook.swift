internal import Domain
internal import HTTP
internal import ServiceKit

/// Messages as requests to somebody's server, as Standard Webhooks has it.
///
/// An answer of 2xx takes the message. 410 says that nobody will ever take one here, so the message is given up. After
/// everything else, redirects among them, it is sent again with the same `webhook-id`: what is wrong with a receiver
/// (a path, a secret, a certificate) is mended within days, and an alert that was lost is not.
struct Webhook: Sendable {
    /// Where to. It often holds a token, so it is never logged.
    let url: Secret
    /// By what messages are signed.
    let secret: WebhookSecret
    /// Whom requests may reach.
    let addresses: AddressPolicy
    /// How long a receiver may take to answer.
    var deadline = Duration.seconds(10)

    /// Sends a message once.
    func send(_ message: OutgoingMessage, at instant: Instant, through client: Client) async -> AttemptResult {
        do throws(HTTPError) {
            let response = try await client.send(self.request(message, at: instant))
            return Self.result(of: response, at: instant)
        } catch {
            return .failed(reason: error.kind.rawValue)
        }
    }

    private func request(_ message: OutgoingMessage, at instant: Instant) -> OutgoingRequest {
        let seconds = instant.microseconds / 1_000_000
        var request = OutgoingRequest(
            .post, self.url.revealed,
            headers: [
                "Content-Type": "application/json",
                "User-Agent": "guoying-notification/\(Product.version)",
                "webhook-id": message.id,
                "webhook-timestamp": "\(seconds)",
                "webhook-signature": self.secret.signature(of: message.body, id: message.id, seconds: seconds),
            ], body: message.body)
        request.deadline = self.deadline
        request.addresses = self.addresses
        return request
    }

    private static func result(of response: IncomingResponse, at instant: Instant) -> AttemptResult {
        switch response.status {
        case 200..<300: return .delivered(status: response.status)
        case 410: return .refusedForGood(reason: "gone", status: response.status)
        default:
            let pause = response.headers.first("Retry-After").flatMap { RetryAfter.seconds($0, from: instant) }
            return .failed(
                reason: (300..<400).contains(response.status) ? "redirected" : "status", status: response.status,
                retryAfterSeconds: pause)
        }
    }
}
