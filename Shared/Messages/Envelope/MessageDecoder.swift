internal import JSON

/// Reads the messages of a group of types from records, with memory that is used again: one for each thread.
public struct MessageDecoder<Body: MessageBody>: ~Copyable {
    private var envelopes: EnvelopeDecoder

    /// A decoder that refuses values of more than that many bytes.
    public init(valueLimitBytes: Int) {
        self.envelopes = EnvelopeDecoder(accepting: Body.types, valueLimitBytes: valueLimitBytes)
    }

    /// Reads a record.
    ///
    /// Throws what condemns it; where several faults would fit, the first in the order of `FaultCode`, but for
    /// `too-large`, which is decided before anything is parsed.
    public mutating func decode(
        _ headers: some RecordHeaders, value: Span<UInt8>?
    ) throws(Fault) -> Message<Body> {
        let valueBytes = value?.count ?? 0
        let (envelope, body, data) = try self.envelopes.decode(headers, value: value) {
            envelope, type, data throws(Fault) in
            let body = try Body.read(data, type: type)
            var canonical: [UInt8] = []
            // Canonical JSON is seldom longer than what was sent.
            canonical.reserveCapacity(valueBytes)
            data.canonical(into: &canonical)
            return (envelope, body, canonical)
        }
        return Message(
            envelope: envelope, body: body, data: data,
            identity: MessageDigest.identity(source: envelope.source, id: envelope.id),
            content: MessageDigest.content(of: envelope, canonicalData: data))
    }
}
