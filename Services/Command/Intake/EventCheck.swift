internal import Domain
internal import Messages

/// Looks at events as the activity service will, as far as an event alone tells.
struct EventCheck: ~Copyable {
    private var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
    private let headers = Envelope.structuredHeaders()

    /// As late as can be: what lies in the future is known at acceptance, by the business clock, and not here.
    private static let anyTime = Instant(
        microseconds: .max - ActivityMessage.futureToleranceSeconds * 1_000_000)

    /// The event; throws what condemns it.
    mutating func read(_ text: EventFile.Text) throws(Fault) -> ActivityMessage {
        let message = try self.decoder.decode(self.headers, value: text.bytes.span)
        if let fault = message.fault(acceptedAt: Self.anyTime) { throw fault }
        return message
    }
}
