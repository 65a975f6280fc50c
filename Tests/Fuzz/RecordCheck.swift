internal import Domain

@testable import Messages

/// A record that should be an event: a message that reads back as the same once it is written again, or a fault of the
/// contract from which a dead letter can be made; and a glance at it never fails.
enum RecordCheck {
    /// What can be found wrong with a record before anything else is known than the record.
    private static let codes: Set<FaultCode> = [
        .undecodable, .batchMode, .missingAttribute, .unsupportedType, .schema, .tooLarge, .privacy,
    ]
    /// Canonical JSON writes `1e18` out, so that it may be longer than what came.
    private static let writtenLimitBytes = 8 * Limits.eventBytes

    /// The message, where it is one.
    @discardableResult
    static func check(_ headers: HeaderList, _ value: [UInt8]?, _ glance: Glance) -> ActivityMessage? {
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        do throws(Fault) {
            let message =
                if let value {
                    try decoder.decode(headers, value: value.span)
                } else {
                    try decoder.decode(headers, value: nil)
                }
            self.readAgain(message)
            return message
        } catch {
            self.check(error, of: headers, glance)
            return nil
        }
    }

    private static func readAgain(_ message: ActivityMessage) {
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: self.writtenLimitBytes)
        let data = message.data
        let binary = insist("a message is read in binary mode") {
            try decoder.decode(message.envelope.headers(), value: data.span)
        }
        let whole = message.envelope.structured(data: data.span)
        let structured = insist("a message is read in structured mode") {
            try decoder.decode(Envelope.structuredHeaders(), value: whole.span)
        }
        for again in [binary, structured] {
            insist(again.identity == message.identity, "the identity stays")
            insist(again.content == message.content, "the content stays")
            insist(again.envelope == message.envelope, "the envelope stays")
            insist(again.body == message.body, "what is read of the data stays")
            insist(again.data == message.data, "the data stays")
        }
        _ = message.fault(acceptedAt: Instant(microseconds: 0))
    }

    private static func check(_ fault: Fault, of headers: HeaderList, _ glance: Glance) {
        insist(self.codes.contains(fault.code), "\(fault) is what a record alone can be refused for")
        insist(fault.field.unicodeScalars.count <= Limits.pathCharacters, "a path is short: \(fault.field)")
        insist(isAttributeText(Array(fault.field.utf8).span), "a path fits a header: \(fault.field.debugDescription)")
        var letter = DeadLetterHeaders(
            fault: fault, origin: .init(topic: "intake", partition: 0, offset: 1),
            value: .init(sizeBytes: 0, sha256: "", isTruncated: false), failedAt: Instant(microseconds: 0),
            serviceVersion: "1")
        letter.source = glance.source
        letter.eventID = glance.id
        letter.unit = glance.unit
        letter.kind = glance.kind
        letter.occurred = glance.occurred
        letter.recorded = glance.recorded
        insist(DeadLetterHeaders(letter.appended(to: headers)) == letter, "a letter reads back as it was written")
    }
}
